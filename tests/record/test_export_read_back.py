"""Exports, read back by the programs that are made for them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import docx
import icalendar
import jsonschema
import pytest

from prompter.errors import PrompterError
from prompter.messages import Channel
from prompter.record.calls import Details, Outcome, StoredCall
from prompter.record.export import Format, calendar_file, render, render_bytes
from prompter.record.export.redact import redacted
from prompter.record.export.timeline import timeline
from prompter.record.thanks import thank_you_note
from tests.record.test_export import CALL

SCHEMA = Path(__file__).parents[2] / "docs" / "export.schema.json"
DETAILS = Details(
    "Acme & Sons, Ltd", "Mrs Bell", Outcome.MEETING, "Bring; the, plan\\", date(2026, 3, 9),
    "Ask for Ola.\nביי 🙂 " + "long " * 30, ("bakery",),
)  # fmt: skip
FULL = replace(CALL, summary=replace(CALL.summary, details=DETAILS))


def saying(text: str) -> StoredCall:
    return replace(FULL, segments=(replace(CALL.segments[0], text=text),), cards=(), cue_hits=())


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_a_word_processor_reads_the_docx() -> None:
    nasty = "<b>R&D</b> \x01 \ud800 שלום 🙂"
    back = docx.Document(io.BytesIO(render_bytes(saying(nasty), Format.DOCX)))
    texts = [paragraph.text for paragraph in back.paragraphs]
    assert texts[0] == CALL.summary.name
    style = back.paragraphs[0].style
    assert style is not None
    assert style.name == "Heading 1"
    (said,) = [text for text in texts if text.startswith("00:01  Employer: ")]
    assert said.split() == ["00:01", "Employer:", "<b>R&D</b>", "שלום", "🙂"]
    bare = docx.Document(io.BytesIO(render_bytes(CALL, Format.DOCX, times=False)))
    assert "You: Thank you." in [paragraph.text for paragraph in bare.paragraphs]


def test_libreoffice_reads_the_docx(tmp_path: Path) -> None:
    file = tmp_path / "call.docx"
    file.write_bytes(render_bytes(CALL, Format.DOCX))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless",
         "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(file)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    lines = file.with_suffix(".txt").read_text("utf-8-sig").splitlines()
    assert lines[0] == CALL.summary.title
    told = " ".join(" ".join(lines).split())
    for entry in timeline(CALL):
        assert " ".join(entry.text.split()) in told


def test_a_table_program_reads_the_csv() -> None:
    text = render_bytes(saying('=HYPERLINK("x"), "quoted"\nline'), Format.CSV).decode()
    back = list(csv.DictReader(io.StringIO(text, newline="")))
    assert back[0] == {
        "at_s": "1.25", "kind": "said", "who": "Employer",
        "text": "'=HYPERLINK(\"x\"), \"quoted\" line",
    }  # fmt: skip
    assert len(list(csv.reader(io.StringIO(render(CALL, Format.CSV))))) == 1 + len(timeline(CALL))
    assert render(CALL, Format.CSV, times=False).startswith("kind,who,text\r\n")
    texts = [row["text"] for row in csv.DictReader(io.StringIO(render(CALL, Format.CSV)))]
    assert any(text.startswith("chose_other (") for text in texts), "programs go by the id"


def test_a_browser_reads_the_html_and_no_word_becomes_a_tag() -> None:
    page = render(saying("<script>alert(1)</script> & שלום"), Format.HTML)
    words = _Words()
    words.feed(page)
    assert "<script>alert(1)</script> & שלום" in words.words
    assert "<script" not in page


def test_the_json_is_as_its_published_schema_says() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for call in (CALL, FULL, redacted(FULL)):
        jsonschema.validate(json.loads(render(call, Format.JSON)), schema)
    wrong = json.loads(render(CALL, Format.JSON)) | {"segments": [{"id": 1}]}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema)


def test_a_calendar_reads_the_next_step() -> None:
    text = calendar_file.render(FULL.summary, datetime(2026, 3, 4, 14, 0, tzinfo=UTC))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert event["SUMMARY"] == "Bring; the, plan\\ (Mrs Bell, Acme & Sons, Ltd)"
    assert event.decoded("DTSTART") == date(2026, 3, 9)
    assert str(event["DESCRIPTION"]).endswith(DETAILS.notes)
    assert len(event.walk("VALARM")) == 1
    with pytest.raises(PrompterError, match="has no date for its next step"):
        calendar_file.render(CALL.summary, datetime.now(UTC))


@pytest.mark.parametrize(
    ("text", "black"),
    [
        ("this is jane from acme", "this is [name] from [name]"),
        ("ring me on 0151 234-567", "ring me on [number]"),
        ("it is five five one two thank you", "it is [number] thank you"),
        ("I spoke with Ola Nordmann on Monday", "I spoke with [name] on Monday"),
        ("write to ola@acme.example please", "write to [address] please"),
        ("this is not a good time", "this is not a good time"),
        ("Mrs Bell is out", "[name] is out"),
    ],
)
def test_names_and_numbers_are_blacked_out(text: str, black: str) -> None:
    said = redacted(saying(text)).segments[0].text
    assert said.replace("Mrs ", "") == black


def test_nothing_of_the_names_is_left_in_any_format() -> None:
    call = redacted(replace(FULL, segments=(replace(CALL.segments[0], channel=Channel.ME),)))
    for form in Format:
        content = render_bytes(call, form)
        assert b"Bell" not in content
        assert b"Acme" not in content


def test_the_note_of_thanks_says_what_is_known_and_invents_nothing() -> None:
    assert thank_you_note(CALL) == thank_you_note(CALL)
    full = thank_you_note(FULL, "Kim Lee")
    assert full.startswith("Dear Mrs Bell,")
    assert "I look forward to meeting you on Monday, 9 March." in full
    assert full.endswith("Kind regards,\nKim Lee\n")
    bare = thank_you_note(replace(CALL, asks=()))
    assert bare == "Hello,\n\nThank you for your time on the phone.\n\nKind regards,\n[your name]\n"
