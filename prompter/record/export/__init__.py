"""A stored call as a file that other programs read: one small module a format."""

from __future__ import annotations

from enum import StrEnum

from prompter.record.calls import StoredCall
from prompter.record.export import (
    csv_file,
    docx,
    html_page,
    json_file,
    markdown,
    srt,
    text,
    vtt,
)


class Format(StrEnum):
    """TXT, MD, HTML, DOCX for people, JSON and CSV for programs, SRT and VTT for players.

    SRT and VTT hold the transcript alone.
    """

    TXT = "txt"
    MD = "md"
    HTML = "html"
    DOCX = "docx"
    JSON = "json"
    CSV = "csv"
    SRT = "srt"
    VTT = "vtt"


def render(call: StoredCall, form: Format, *, times: bool = True) -> str:
    """The call in a format that is text, with "\\n" at the end of each line.

    times: whether each line tells when; JSON, SRT and VTT always do. DOCX is no text: see
    `render_bytes`.
    """
    match form:
        case Format.TXT:
            return text.render(call, times=times)
        case Format.MD:
            return markdown.render(call, times=times)
        case Format.HTML:
            return html_page.render(call, times=times)
        case Format.CSV:
            return csv_file.render(call, times=times)
        case Format.JSON:
            return json_file.render(call)
        case Format.SRT:
            return srt.render(call)
        case Format.VTT:
            return vtt.render(call)
        case Format.DOCX:
            raise ValueError("a docx file is no text")


def render_bytes(call: StoredCall, form: Format, *, times: bool = True) -> bytes:
    """The call as the bytes of a file; text is UTF-8."""
    if form is Format.DOCX:
        return docx.render(call, times=times)
    return render(call, form, times=times).encode()
