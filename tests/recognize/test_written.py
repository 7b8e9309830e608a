"""Transcripts from elsewhere, read as if they had been heard."""

from __future__ import annotations

from pathlib import Path

import pytest

from prompter.messages import Channel
from prompter.recognize.written import BadTranscript, read_transcript

SRT = """1
00:00:01,500 --> 00:00:03,000
Ms Bell: We've gone with <i>someone</i> else.

2
00:00:04,000 --> 00:00:05,000
Kim: Who else should I
talk to?
"""
VTT = """WEBVTT

NOTE not said

00:01.500 --> 00:03.000 align:left
<v Employer>R&amp;D is full.

01:00:04.000 --> 01:00:05.000
<v You>Thank you.
"""
TXT = """Acme, Mrs Bell
2026-03-04 13:05, 4 min 12 s, 1 no

[00:01] Employer: We're full.
[00:02]     cue: not_hiring (score 0.93)
[01:00:04] You: Thank you.
"""


def read(folder: Path, name: str, text: str, me: str = "") -> list[tuple[str, str, float, float]]:
    file = folder / name
    file.write_bytes(text.encode())
    return [
        (one.channel.value, one.text, round(one.start_s, 2), round(one.end_s, 2))
        for one in read_transcript(file, me=me)
    ]


def test_an_srt_with_names(tmp_path: Path) -> None:
    for text in (SRT, "\ufeff" + SRT.replace("\n", "\r\n")):
        assert read(tmp_path, "a.srt", text, "kim") == [
            ("them", "We've gone with someone else.", 1.5, 3.0),
            ("me", "Who else should I talk to?", 4.0, 5.0),
        ]


def test_a_vtt_with_voices(tmp_path: Path) -> None:
    assert read(tmp_path, "a.vtt", VTT) == [
        ("them", "R&D is full.", 1.5, 3.0),
        ("me", "Thank you.", 3604.0, 3605.0),
    ]


def test_prompter_s_own_txt_and_one_without_times(tmp_path: Path) -> None:
    assert read(tmp_path, "a.txt", TXT) == [
        ("them", "We're full.", 1.0, 1.75),
        ("me", "Thank you.", 3604.0, 3604.75),
    ]
    assert read(tmp_path, "b.txt", "Them: no thanks\nMe: why not\n") == [
        ("them", "no thanks", 0.0, 0.75),
        ("me", "why not", 1.75, 2.5),
    ]


def test_words_have_times_and_utterances_count_up_for_each_side(tmp_path: Path) -> None:
    file = tmp_path / "a.srt"
    file.write_text(SRT + "\n3\n00:00:06,000 --> 00:00:07,000\nMs Bell: Bye\n")
    said = read_transcript(file, me="Kim")
    assert [(one.channel, one.utterance) for one in said] == [
        (Channel.THEM, 0),
        (Channel.ME, 0),
        (Channel.THEM, 1),
    ]
    assert said[0].words[0].start_s == 1.5
    assert said[0].words[-1].end_s == pytest.approx(3.0)


@pytest.mark.parametrize(
    ("content", "me", "says"),
    [
        (b"", "", "nothing that was said is in this file"),
        (b"\xff\xfe\x00", "", "this is no text in UTF-8"),
        (SRT.encode(), "Ola", 'nobody is called "Ola" in it (Kim, Ms Bell)'),
    ],
)
def test_what_is_no_transcript_is_refused_with_one_line(
    tmp_path: Path, content: bytes, me: str, says: str
) -> None:
    file = tmp_path / "a.srt"
    file.write_bytes(content)
    with pytest.raises(BadTranscript) as trouble:
        read_transcript(file, me=me)
    assert says in str(trouble.value)
    assert "\n" not in str(trouble.value)


@pytest.mark.parametrize("stamp", ["01,001,000", "99:99:99:99:99:99", "9" * 400, "1.2.3:04"])
def test_a_time_that_no_call_can_have_is_estimated_instead(tmp_path: Path, stamp: str) -> None:
    file = tmp_path / "odd.srt"
    file.write_text(f"1\n{stamp} --> 00:00:04,000\nJo: we chose someone else\n")
    (heard,) = read_transcript(file)
    assert heard.text == "we chose someone else"
    assert 0.0 <= heard.start_s <= heard.end_s <= 24 * 3600
