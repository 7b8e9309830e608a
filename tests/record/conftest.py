"""What the tests of the archive share: real files in an empty folder, and calls to put in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import prompter
from prompter.archive_vault import ArchiveVault
from prompter.messages import CallEvent, CardShown, Channel, CueHit, Fault, Hypothesis, Word
from prompter.record import Archive, ArchiveReader, Keep, Recorder
from prompter.record.keys import Keys, Protect

CHILDREN = Path(__file__).parent / "children"
REPOSITORY = Path(prompter.__file__).parent.parent

# The tests with a disk of their own need Linux, where a process can mount one for itself.
collect_ignore = [] if sys.platform == "linux" else ["test_full_disk.py", "test_read_only.py"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the archive will be; its folder isn't there yet."""
    return tmp_path / "data" / "archive.db"


@pytest.fixture
def faults() -> list[Fault]:
    """All that the user was told."""
    return []


@pytest.fixture
def archive(path: Path, faults: list[Fault]) -> Iterator[Archive]:
    with Archive.open(path, on_fault=faults.append) as archive:
        yield archive


@pytest.fixture
def said() -> Callable[..., Hypothesis]:
    """Make a final hypothesis of two seconds."""

    def make(
        text: str, at_s: float = 1.0, channel: Channel = Channel.THEM, utterance: int = 1
    ) -> Hypothesis:
        words = tuple(Word(word, at_s, at_s + 2.0, 0.5) for word in text.split())
        return Hypothesis(channel, utterance, text, words, True, at_s, at_s + 2.0)

    return make


@pytest.fixture
def hit() -> CueHit:
    return CueHit(
        "chose_other", Channel.THEM, 1, "gone with someone", 1.2, 2.8, 0.93, "gone with", True
    )


@pytest.fixture
def card() -> CardShown:
    return CardShown(
        "who_else", "chose_other", "referral", "Who else could use help?", "why", 1, 2.8, 3.0
    )


@pytest.fixture
def keep_call(path: Path, faults: list[Fault]) -> Callable[..., int]:
    """Record a whole call of 60 seconds; gives its number."""

    def keep_it(*events: CallEvent, title: str = "Acme", keep: Keep = Keep.TRANSCRIPT) -> int:
        with Archive.open(path, on_fault=faults.append) as archive:
            recorder = Recorder(archive, keep, on_fault=faults.append)
            recorder.begin(title, "recording")
            for event in events:
                recorder.take(event)
            recorder.end(60.0)
            assert recorder.call_id is not None
            return recorder.call_id

    return keep_it


@pytest.fixture
def vault(path: Path, tmp_path: Path, plain_archives: Keys) -> ArchiveVault:
    """A new program on a desktop with a keyring."""
    plain_archives.choose(Protect.AUTO)
    return ArchiveVault(path, tmp_path / "settings.toml")


@pytest.fixture
def kept(
    vault: ArchiveVault, keep_call: Callable[..., int], said: Callable[..., Hypothesis]
) -> ArchiveVault:
    """The same with two calls."""
    keep_call(said("we chose zanzibar"), title="one")
    keep_call(said("hello"), title="two")
    return vault


def titles(path: Path) -> list[str]:
    """Of all calls, as a reader finds them."""
    with ArchiveReader.open(path) as reader:
        return [call.title for call in reader.calls()]


def child_command(script: str, *arguments: str) -> list[str]:
    return [sys.executable, str(CHILDREN / script), *arguments]


def child_environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(REPOSITORY), *sys.path])}


@pytest.fixture
def start_child() -> Callable[..., subprocess.Popen[str]]:
    """Start one of the scripts in children/ as a process of its own."""

    def start(script: str, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            child_command(script, *arguments),
            env=child_environment(),
            stdout=subprocess.PIPE,
            text=True,
        )

    return start


@pytest.fixture
def on_small_disk(tmp_path: Path) -> Callable[[str, str], dict[str, Any]]:
    """Run a child with a disk of 1 MB of its own; gives what it reports as JSON.

    The disk is mounted in a namespace that only the child sees and that ends with it.
    """

    def run(script: str, scene: str) -> dict[str, Any]:
        folder = tmp_path / "disk"
        folder.mkdir()
        mount = 'mount -t tmpfs -o size=1m prompter-test "$0" && exec "$@"'
        done = subprocess.run(
            [
                *("unshare", "-m" if os.geteuid() == 0 else "-rm"),
                *("sh", "-c", mount, str(folder)),
                *child_command(script, scene, str(folder)),
            ],
            env=child_environment(),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, f"the child failed:\n{done.stderr}"
        report: dict[str, Any] = json.loads(done.stdout)
        return report

    return run
