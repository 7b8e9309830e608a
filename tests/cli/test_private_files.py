"""What a call leaves is for this user alone, and what was said is in the archive or nowhere."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile

from prompter.assemble import sample
from prompter.record import ArchiveReader
from tests.cli.conftest import Run

REPLAY = (sys.executable, "-m", "prompter", "replay")
LONG_WORD = re.compile(r"[a-z]{6,}")


@pytest.fixture
def world(data_folder: Path, tmp_path: Path) -> Path:
    """A home, a temporary and a working folder of their own; every file that was ever there."""
    for name in ("home", "tmp", "work"):
        (tmp_path / name).mkdir(mode=0o700)
    (data_folder / "settings.toml").write_text('engine = "vosk"\nkeep = "transcript"\n')
    (data_folder / "settings.toml").chmod(0o600)
    (data_folder / "engine.json").unlink(missing_ok=True)
    return tmp_path


@pytest.fixture
def first_words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample call's first ten seconds."""
    pcm, rate_hz = soundfile.read(sample("sample_call.flac"), dtype="int16", frames=10 * 16_000)
    file = tmp_path_factory.mktemp("first") / "first_words.wav"
    soundfile.write(file, pcm, rate_hz)
    return file


def files_under(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):  # links, such as the models', not followed
        yield from (Path(place) / name for name in [*folders, *files])


def call(world: Path, recording: Path, *options: str) -> tuple[str, str, dict[Path, int]]:
    """A call as on a machine with a careless umask: what it said, and the modes of all files.

    Also of those that were there for a moment only.
    """
    modes: dict[Path, int] = {}
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.02):
            for file in files_under(world):
                try:
                    found = file.lstat().st_mode
                except FileNotFoundError:
                    continue
                if not stat.S_ISLNK(found):
                    modes[file] = found

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        done = subprocess.run(
            [*REPLAY, str(recording), "--pace", "fast", "--terminal", *options],
            cwd=world / "work",
            env={
                **os.environ,
                "PYTHONPATH": str(Path.cwd()),
                "PYTHONDONTWRITEBYTECODE": "1",
                "PROMPTER_DATA_DIR": str(world / "data"),
                **{name: str(world / "home") for name in ("HOME", "XDG_CACHE_HOME")},
                **{name: str(world / "tmp") for name in ("TMPDIR", "XDG_RUNTIME_DIR")},
            },
            capture_output=True,
            text=True,
            umask=0o022,
            timeout=240,
            check=False,
        )
    finally:
        over.set()
        watcher.join()
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr, modes


def test_what_was_said_is_nowhere_to_be_read_and_every_file_is_this_users_alone(
    world: Path, first_words: Path, run: Run
) -> None:
    archive = world / "data" / "archive.db"
    _, stderr, modes = call(world, first_words)
    names = {file.name for file in modes}
    assert {"archive.db", "archive.db-wal", "archive.db.call-1"} <= names
    wrong = {str(file): oct(mode) for file, mode in modes.items() if mode & 0o077}
    assert wrong == {}, "also those that were there for a moment only"

    words = said_words(archive)
    assert len(words) > 5
    assert [word for word in words if word in stderr] == []
    assert files_with(world, words) == set(), "the archive is encrypted"

    assert run("archive", "protect", "--plain").returncode == 0
    assert files_with(world, words) == {archive}, "this test would find them"
    assert run("calls", "delete", "1", "--yes").returncode == 0
    assert files_with(world, words) == set(), "deleted is gone from the disk"


def test_where_nothing_is_kept_what_was_said_is_nowhere_on_the_disk(
    world: Path, first_words: Path
) -> None:
    (world / "data" / "settings.toml").write_text('engine = "vosk"\nkeep = "nothing"\n')
    events = world / "work" / "events.jsonl"
    shown, stderr, modes = call(world, first_words, "--events", str(events))
    words = set(LONG_WORD.findall(shown.lower()))
    assert len(words) > 5, "it was heard and shown"
    assert [word for word in words if word in stderr] == []
    # The one file that holds it is the one that was asked for by name.
    assert files_with(world, words) == {events}
    assert modes[events] & 0o077 == 0
    assert not (world / "data" / "archive.db").exists()


def test_a_crash_leaves_no_picture_of_the_memory() -> None:
    script = (
        "import resource, sys\n"
        "from prompter import __main__\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (0, resource.RLIM_INFINITY))\n"
        "sys.argv = ['prompter', '--version']\n"
        "try: __main__.main()\n"
        "except SystemExit: print(resource.getrlimit(resource.RLIMIT_CORE))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines()[-1] == "(0, 0)", done.stderr


def said_words(archive: Path) -> set[str]:
    """The longer words of all that was said."""
    with ArchiveReader.open(archive) as reader:
        calls = [reader.call(call.id) for call in reader.calls()]
    said = " ".join(segment.text for call in calls for segment in call.segments)
    return set(LONG_WORD.findall(said.lower()))


def files_with(folder: Path, words: set[str]) -> set[Path]:
    """Files that hold any of the words."""
    found = set()
    for file in files_under(folder):
        if file.is_file() and not file.is_symlink():
            content = file.read_bytes().lower()
            if any(word.encode() in content for word in words):
                found.add(file)
    return found
