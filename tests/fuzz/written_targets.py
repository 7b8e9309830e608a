"""Fuzzed: transcripts to import, exports that are read back, call sheets."""

from __future__ import annotations

import html
import json
import math
import os
import sys
import tempfile
from pathlib import Path

from prompter.errors import PrompterError
from prompter.messages import Channel, Hypothesis
from prompter.recognize.written import read_transcript
from prompter.record import Archive, ArchiveReader, Keep, Recorder
from prompter.record.calls import StoredCall
from prompter.record.export import Format, render_bytes
from prompter.sheet_store import SheetStore

SRT = b"1\n00:00:01,000 --> 00:00:04,000\nJo: we chose him\n\n2\n00:00:05,5 --> x\nYou: ah\n"
VTT = b"WEBVTT\n\nNOTE x\n\n00:01.000 --> 00:04.000 align:left\n<v Jo>we <i>chose</i> &lt;\n"
TXT = b"[00:01] Jo: we chose someone else\n00:05 You: may I ask why?\ncue: x\nplain\n"
SHEET = b'company = "Acme"\nideas = ["one", "two"]\nnotes = """\na\n"""\n# mine\n'


def transcript(folder: Path, data: bytes) -> None:
    """A file to import: what is said has times that a call can have, in their order."""
    file = folder / "call.srt"
    file.write_bytes(data)
    before_s = 0.0
    for heard in read_transcript(file):
        assert math.isfinite(heard.end_s), heard
        assert before_s <= heard.start_s <= heard.end_s, heard
        assert heard.text.strip(), heard
        before_s = heard.start_s


def readback(folder: Path, data: bytes) -> None:
    """Any words at all, exported; json and subtitles give the same words back."""
    text = data.decode("utf-8", "replace").replace("\x00", "")
    title, _, said = text.partition("\n")
    call = _kept(title, said)
    held = json.loads(render_bytes(call, Format.JSON))
    words = [piece["text"] for piece in held["segments"]]
    assert words == [piece.text for piece in call.segments], words
    assert held["call"]["title"] == call.summary.title
    for form in (Format.SRT, Format.VTT):
        file = folder / f"call.{form.value}"
        file.write_bytes(render_bytes(call, form))
        try:
            read = read_transcript(file)
        except PrompterError as nothing:
            if _plain(said):
                file_text = file.read_bytes()
                raise AssertionError(f"{said!r} is not in {file_text!r}") from nothing
            continue
        assert _plain(read[0].text) == _plain(said), (form, read, said)


def _plain(text: str) -> str:
    """The letters and digits: subtitles can't say every sign as it is written."""
    return "".join(filter(str.isalnum, html.unescape(text)))


def _kept(title: str, said: str) -> StoredCall:
    with tempfile.TemporaryDirectory(dir=os.environ["PROMPTER_FUZZ_FOLDER"]) as made:
        path = Path(made) / "archive.db"
        with Archive.open(path, on_fault=lambda fault: sys.exit(fault.text)) as archive:
            recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=lambda f: sys.exit(f.text))
            recorder.begin(title, "live")
            recorder.take(Hypothesis(Channel.THEM, 0, said, (), True, 0.0, 1.0))
            recorder.end(1.0)
        with ArchiveReader.open(path) as reader:
            return reader.call(1)


def sheet(folder: Path, data: bytes) -> None:
    """A call sheet, edited by hand: read, listed, written again, and a name made of it."""
    store = SheetStore(folder / "sheets")
    store.folder.mkdir(exist_ok=True)
    file = store.file("mine")
    file.write_bytes(data)
    try:
        store.listed()
        read = store.load("mine")
        read.slots("Jo", "555")
        store.save("mine", read)
        assert store.load("mine") == read
        assert store.file(store.new_name(read.title)).parent == store.folder
    finally:
        file.unlink()
