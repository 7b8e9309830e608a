"""Whatever was said, every format can be read back: properties of the exports."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime

import pytest
import srt
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from prompter.messages import Channel
from prompter.record import Keep
from prompter.record.calls import CallSummary, StoredCall, StoredSegment
from prompter.record.export import Format, render
from prompter.record.export.srt import LOOK_ALIKES
from prompter.record.export.timeline import one_line

SUMMARY = CallSummary(
    id=3,
    started_at=datetime(2026, 3, 4, 13, 5, tzinfo=UTC),
    title="Acme",
    source="recording",
    playbook="",
    keep=Keep.TRANSCRIPT,
    ended_at=None,
    length_s=252.4,
    noes=1,
)
NAMES = {Channel.THEM: "Employer", Channel.ME: "You"}

any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.text(
    "<>&-{}\\_*`[]()#|~!$:.\n\r\t 1ab", max_size=40
)
times = st.floats(-1.0, 400_000.0)


def call_of(*segments: StoredSegment) -> StoredCall:
    return StoredCall(SUMMARY, segments, (), (), (), ())


def segment(
    text: str, start_s: float, end_s: float, channel: Channel = Channel.THEM
) -> StoredSegment:
    return StoredSegment(1, channel, 1, text, start_s, end_s, ())


@st.composite
def calls(draw: st.DrawFn) -> StoredCall:
    said = draw(st.lists(st.tuples(any_text, times, times, st.sampled_from(Channel)), max_size=6))
    return call_of(
        *(
            segment(text, start_s, start_s + abs(length_s), channel)
            for text, start_s, length_s, channel in said
        )
    )


def readable(call: StoredCall) -> list[StoredSegment]:
    in_order = sorted(call.segments, key=lambda part: part.start_s)
    return [part for part in in_order if one_line(part.text)]


@settings(deadline=None)
@given(call=calls())
def test_srt_of_any_call_is_read_back_whole(call: StoredCall) -> None:
    back = list(srt.parse(render(call, Format.SRT)))
    assert [line.content for line in back] == [
        f"{NAMES[part.channel]}: {one_line(part.text).translate(LOOK_ALIKES)}"
        for part in readable(call)
    ]
    for number, (line, part) in enumerate(zip(back, readable(call), strict=True), 1):
        assert line.index == number
        assert line.start.total_seconds() == pytest.approx(max(0.0, part.start_s), abs=0.0006)
        assert line.end > line.start


VTT_CUE = re.compile(
    r"(\d\d+):([0-5]\d):([0-5]\d)\.(\d{3}) --> (\d\d+):([0-5]\d):([0-5]\d)\.(\d{3})\n"
    r"<v (Employer|You)>((?:[^&<>\n]|&amp;|&lt;|&gt;)+)"
)


@settings(deadline=None)
@given(call=calls())
def test_webvtt_of_any_call_obeys_the_standard_and_is_read_back_whole(call: StoredCall) -> None:
    head, *blocks = render(call, Format.VTT).split("\n\n")
    assert head == "WEBVTT"
    assert blocks.pop() == ""
    cues = [VTT_CUE.fullmatch(block) for block in blocks]
    read = []
    last_start_ms = 0
    for cue in cues:
        assert cue is not None
        hours, minutes, seconds, ms, *end = map(int, cue.groups()[:8])
        start_ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
        end_ms = ((end[0] * 60 + end[1]) * 60 + end[2]) * 1000 + end[3]
        assert last_start_ms <= start_ms < end_ms
        last_start_ms = start_ms
        read.append((cue[9], html.unescape(cue[10])))
    assert read == [(NAMES[part.channel], one_line(part.text)) for part in readable(call)]


@settings(deadline=None)
@given(text=any_text)
def test_markdown_shows_any_words_as_they_were_said(text: str) -> None:
    parts = MarkdownIt("gfm-like", {"linkify": False}).parse(
        render(call_of(segment(text, 0.0, 1.5)), Format.MD)
    )
    paragraphs = [
        "".join(child.content for child in part.children)
        for part in parts
        if part.children is not None
    ]
    assert f"00:00 Employer: {one_line(text)}".rstrip() in paragraphs


@settings(deadline=None)
@given(text=any_text)
def test_plain_text_has_one_line_for_each_thing_and_nothing_that_steers_a_terminal(
    text: str,
) -> None:
    call = call_of(segment(text, 0.0, 1.5), segment("last", 2.0, 3.5))
    *_, line, last = render(call, Format.TXT).removesuffix("\n").split("\n")
    assert line.startswith("[00:00] Employer: ")
    assert last == "[00:02] Employer: last"
    assert not {"\x1b", "\x07", "\x9b", "\r"} & set(line)


@settings(deadline=None)
@given(call=calls())
def test_json_of_any_call_is_read_back_word_for_word(call: StoredCall) -> None:
    back = json.loads(render(call, Format.JSON))
    assert [part["text"] for part in back["segments"]] == [part.text for part in call.segments]
