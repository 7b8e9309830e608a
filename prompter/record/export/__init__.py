"""A stored call as a file that other programs read: one small module a format."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from prompter.record.calls import StoredCall
from prompter.record.export import json_file, markdown, srt, text, vtt


class Format(StrEnum):
    """TXT and MD for people, JSON for programs, SRT and VTT (the transcript alone) for players."""

    TXT = "txt"
    MD = "md"
    JSON = "json"
    SRT = "srt"
    VTT = "vtt"


_RENDERERS: dict[Format, Callable[[StoredCall], str]] = {
    Format.TXT: text.render,
    Format.MD: markdown.render,
    Format.JSON: json_file.render,
    Format.SRT: srt.render,
    Format.VTT: vtt.render,
}


def render(call: StoredCall, form: Format) -> str:
    """The call in this format, with "\\n" at the end of each line."""
    return _RENDERERS[form](call)
