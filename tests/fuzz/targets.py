"""What is fuzzed: everything that reads bytes from elsewhere. Each takes bytes, and may say no.

A PrompterError is a fine answer. Anything else that is raised is a bug, and so is a file that
was written anywhere but in the target's own folder.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from prompter import assemble
from prompter.capture import EndOfAudio, FileSource
from prompter.control.commands import Command
from prompter.errors import PrompterError
from prompter.messages import AudioBlock, Channel, CueHit, Hypothesis
from prompter.prompt import AskLadder, load_playbook
from prompter.record import Archive, ArchiveReader, Keep, Recorder
from prompter.record.export import Format, render_bytes
from prompter.record.keys import KEYS, ArchiveKey, Protect
from prompter.settings import load_settings, save_setting
from prompter.spot import CueSpotter, FusedSpotter, Phrases
from tests.fuzz import outside_targets, written_targets
from tests.fuzz.outside_targets import control, model
from tests.fuzz.written_targets import readback, sheet, transcript

Target = Callable[[Path, bytes], None]
LONGEST_S = 600.0

KEYS.choose(Protect.PLAIN)  # no keyring is asked, and what is written can be changed at will


def playbook(folder: Path, data: bytes) -> None:
    """A playbook of the user's own; one that is taken is also used."""
    file = folder / "playbook.toml"
    file.write_bytes(data)
    book = load_playbook(file)
    phrases = {cue.id: Phrases(cue.phrases, cue.never) for cue in book.cues.values()}
    spotter = CueSpotter(FusedSpotter(phrases, None, phrases))
    ladder = AskLadder(book)
    said = " ".join(
        next((cue.phrases[0] for cue in book.cues.values() if cue.phrases), "no").split()
    )
    heard = spotter.hear(Hypothesis(Channel.THEM, 0, said, (), True, 0.0, 1.0))
    ladder.hear([hit for hit in heard if isinstance(hit, CueHit)], 1.0)


def settings(folder: Path, data: bytes) -> None:
    """settings.toml, edited by hand; and one value that is saved into it."""
    file = folder / "settings.toml"
    file.write_bytes(data)
    load_settings(file)
    save_setting(file, "theme", "dark")
    assert load_settings(file)[0].theme == "dark"


def export(folder: Path, data: bytes) -> None:
    """Any words at all, kept, found and exported in each format."""
    del folder
    text = data.decode("utf-8", "surrogateescape")
    title, _, said = text.partition("\n")
    with tempfile.TemporaryDirectory(dir=os.environ["PROMPTER_FUZZ_FOLDER"]) as made:
        path = Path(made) / "archive.db"
        with Archive.open(path, on_fault=lambda fault: sys.exit(fault.text)) as archive:
            recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=lambda f: sys.exit(f.text))
            recorder.begin(title, "live")
            recorder.take(Hypothesis(Channel.THEM, 0, said, (), True, 0.0, 1.0))
            recorder.end(1.0)
        with ArchiveReader.open(path) as reader:
            reader.search(text)
            call = reader.call(1)
        for form in Format:
            render_bytes(call, form)


def audio(folder: Path, data: bytes) -> None:
    """A recording in any format."""
    file = folder / "call.wav"
    file.write_bytes(data)
    source = FileSource(file, realtime=False)
    ended = []

    def take(item: object) -> None:
        if isinstance(item, EndOfAudio):
            ended.append(item)
        if isinstance(item, AudioBlock) and item.start_s > LONGEST_S:
            raise _Enough

    for block in source._blocks(take):
        take(block)


class _Enough(PrompterError):
    """A small file that claims to be hours long is read as long as a call."""


def archive(folder: Path, data: bytes) -> None:
    """An archive that was damaged, or made by somebody who means harm: read, then written."""
    path = folder / "archive.db"
    for old in folder.glob("archive*"):
        old.unlink()
    path.write_bytes(data)
    try:
        with ArchiveReader.open(path) as reader:
            for summary in reader.calls(limit=5):
                for form in Format:
                    render_bytes(reader.call(summary.id), form)
            reader.search("someone else")
    except PrompterError:
        pass
    with Archive.open(path, on_fault=lambda _: None) as opened:
        recorder = Recorder(opened, Keep.TRANSCRIPT, on_fault=lambda _: None)
        recorder.begin("fuzz", "live")
        recorder.take(Hypothesis(Channel.THEM, 0, "someone else", (), True, 0.0, 1.0))
        recorder.end(1.0)


TARGETS: dict[str, Target] = {
    made.__name__: made
    for made in (
        playbook, settings, export, audio, archive,
        transcript, readback, sheet, control, model,
    )
}  # fmt: skip


def seeds(name: str, folder: Path) -> list[bytes]:
    """Good inputs to begin with, and some that were bad once."""
    deep = b"a = " + b"[" * 5000
    match name:
        case "playbook":
            shipped = assemble.sample("playbook.toml").read_bytes()
            some = shipped[: shipped.index(b"\n\n", 6000)]
            return [_own_playbook(), some, b"", deep, b"a = " + b"1" * 5000]
        case "settings":
            some = b'# mine\nengine = "vosk"\nfont_size_pt = 30\ntheme = "light"\n'
            return [some, deep, b"theme = " + b"9" * 5000, b"[theme]\na=1", b"theme.a = 1"]
        case "transcript":
            return [written_targets.SRT, written_targets.VTT, written_targets.TXT, b"", b"-->"]
        case "sheet":
            return [written_targets.SHEET, deep, b"notes = " + b"9" * 5000, b"ideas.x = 1"]
        case "control":
            lines = [f"{command}\n".encode() for command in Command]
            return [*lines, b"", b"state", b"x" * 5000, b'{"ok": true, "state": {"card": 1}}\n']
        case "model":
            return outside_targets.model_seeds()
        case "export" | "readback":
            return ["Acme\nwe've gone with someone else — sorry".encode(), b"\x00\xff\n-->\n\n1\n"]
        case "audio":
            shipped = assemble.sample("sample_call.flac").read_bytes()
            return [shipped[:20_000], _wav(), b"RIFF\xff\xff\xff\xffWAVEfmt "]
        case _:
            return [_archive(folder, "plain.db"), _encrypted(folder)]


def _own_playbook() -> bytes:
    """A small one that is taken."""
    file = Path(__file__).parent.parent / "cli" / "first_version" / "playbook.toml"
    return file.read_bytes()


def _wav() -> bytes:
    samples = bytes(3200)
    head = b"RIFF" + (36 + len(samples)).to_bytes(4, "little") + b"WAVEfmt "
    form = b"\x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data"
    return head + form + len(samples).to_bytes(4, "little") + samples


def _encrypted(folder: Path) -> bytes:
    """An archive whose key this process knows, as after the passphrase was given."""
    KEYS.choose(Protect.PASSPHRASE)
    KEYS.remember(ArchiveKey(bytes(range(32)), bytes(range(16))), passphrase=True)
    try:
        return _archive(folder, "encrypted.db")
    finally:
        KEYS.choose(Protect.PLAIN)


def _archive(folder: Path, name: str) -> bytes:
    path = folder / name
    with Archive.open(path, on_fault=lambda _: None) as opened:
        recorder = Recorder(opened, Keep.TRANSCRIPT, on_fault=lambda _: None)
        recorder.begin("seed", "live")
        recorder.take(Hypothesis(Channel.THEM, 0, "we chose someone else", (), True, 0.0, 1.0))
        recorder.end(1.0)
    return path.read_bytes()
