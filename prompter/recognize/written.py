"""Stage 2, recognize: a written transcript (srt, vtt, txt) as if it had been heard.

In:      the text of a file.
Out:     final Hypothesis, in order of time, each side's utterances counted.
Thread:  the caller's; pure.
Errors:  BadTranscript, with the line, for a file without anything that was said.
Source:  https://www.w3.org/TR/webvtt1/ for cues and voice tags; SRT has no standard. Times that a
         txt doesn't give are estimated from WORD_S, a speaking rate of 160 words a minute.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from prompter.errors import PrompterError
from prompter.messages import Channel, Hypothesis, Word
from prompter.recognize.typed import PAUSE_S, WORD_S

ME_NAMES = frozenset({"you", "me", "i", "myself", "candidate", "applicant", "caller"})
LONGEST_S = 24 * 3600.0
"""Nobody is on the phone for longer; such a time is a slip of whoever wrote it."""
_SPAN = re.compile(r"([\d:.,]+)\s*-->\s*([\d:.,]+)")
_TIMED = re.compile(r"^\[?((?:\d+:)?\d{1,2}:\d{2}(?:[.,]\d+)?)\]?\s+(.*)$")
_NAMED = re.compile(r"^([^\W\d][^:<>]{0,40}):\s+(.*)$", re.DOTALL)
_VOICE = re.compile(r"^<v(?:\.[^ >]*)?\s+([^>]*)>(.*)$", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# What Prompter's own txt says of cues and cards is not speech.
_NOTES = frozenset({"cue", "card", "asked", "mark", "note"})


class BadTranscript(PrompterError):
    """A file holds no transcript that can be read."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Something said; who: a name, empty when none is given; times None when not given."""

    who: str
    text: str
    start_s: float | None = None
    end_s: float | None = None


def read_transcript(file: Path, *, me: str = "") -> tuple[Hypothesis, ...]:
    """What was said. me: the user's own name in the file.

    Without it, names such as "You" are the user's; lines without any name are the employer's.
    Raises BadTranscript with one line.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadTranscript(f"{file}: this is no text in UTF-8; save it as UTF-8") from error
    except OSError as error:
        raise BadTranscript(f"{file}: can't read this file ({error.strerror})") from error
    subtitles = "-->" in text
    lines = list(_subtitle_lines(text) if subtitles else _text_lines(text))
    if not lines:
        raise BadTranscript(f"{file}: nothing that was said is in this file")
    mine = {me.casefold()} if me else ME_NAMES
    if me and not any(line.who.casefold() in mine for line in lines):
        names = ", ".join(sorted({line.who for line in lines if line.who})) or "no names"
        raise BadTranscript(f'{file}: nobody is called "{me}" in it ({names})')
    return tuple(_hypotheses(_with_times(lines), mine))


def _subtitle_lines(text: str) -> Iterator[_Line]:
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        head, *_ = found = [line for line in block.split("\n") if line.strip()] or [""]
        span = next((number for number, line in enumerate(found[:3]) if _SPAN.search(line)), None)
        if span is None or head.startswith(("NOTE", "STYLE")):
            continue
        times = _SPAN.search(found[span])
        assert times is not None
        said = "\n".join(found[span + 1 :]).strip()
        who = ""
        if voice := _VOICE.match(said):
            who, said = voice[1].strip(), voice[2]
        said = html.unescape(_TAG.sub("", said))
        if not who and (named := _NAMED.match(said)):
            who, said = named[1].strip(), named[2]
        if said.strip():
            yield _Line(who, " ".join(said.split()), _seconds(times[1]), _seconds(times[2]))


def _text_lines(text: str) -> Iterator[_Line]:
    for raw in text.splitlines():
        line, start_s = raw.strip(), None
        if timed := _TIMED.match(line):
            start_s, line = _seconds(timed[1]), timed[2].strip()
        named = _NAMED.match(line)
        if named and named[1].casefold() in _NOTES:
            continue
        if named:
            yield _Line(named[1].strip(), named[2].strip(), start_s)
        elif line and start_s is not None:
            yield _Line("", line, start_s)


def _seconds(stamp: str) -> float | None:
    """None for what is no time that a call can have: it is estimated then."""
    seconds = 0.0
    try:
        for part in stamp.replace(",", ".").split(":"):
            seconds = seconds * 60 + float(part or 0)
    except ValueError:  # two points in one number, say
        return None
    return seconds if seconds <= LONGEST_S else None


def _with_times(lines: list[_Line]) -> Iterator[_Line]:
    clock_s = 0.0
    for line in lines:
        start_s = clock_s if line.start_s is None else line.start_s
        end_s = line.end_s or start_s + WORD_S * len(line.text.split())
        yield replace(line, start_s=start_s, end_s=max(end_s, start_s))
        clock_s = max(clock_s, end_s + PAUSE_S)


def _hypotheses(lines: Iterator[_Line], mine: frozenset[str] | set[str]) -> Iterator[Hypothesis]:
    heard: Counter[Channel] = Counter()
    for line in sorted(lines, key=lambda line: line.start_s or 0.0):
        channel = Channel.ME if line.who.casefold() in mine else Channel.THEM
        start_s, end_s = line.start_s or 0.0, line.end_s or 0.0
        texts = line.text.split()
        step_s = (end_s - start_s) / max(1, len(texts))
        words = tuple(
            Word(text, start_s + place * step_s, start_s + (place + 1) * step_s)
            for place, text in enumerate(texts)
        )
        yield Hypothesis(channel, heard[channel], line.text, words, True, start_s, end_s)
        heard[channel] += 1
