"""A call as a file: what people read is complete, and players and programs can read theirs."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from prompter.errors import PrompterError
from prompter.messages import (
    AskHeard,
    CardPinned,
    CardShown,
    Channel,
    CueHit,
    Fault,
    FaultKind,
    MomentMarked,
    Word,
)
from prompter.record import Keep
from prompter.record.calls import CallSummary, StoredCall, StoredCard, StoredSegment
from prompter.record.export import Format, render
from prompter.record.export.timeline import clock, duration
from prompter.record.export.whole_file import write_whole


def segment(
    text: str, start_s: float, end_s: float, channel: Channel = Channel.THEM
) -> StoredSegment:
    return StoredSegment(1, channel, 1, text, start_s, end_s, (Word("word", start_s, end_s),))


SUMMARY = CallSummary(
    id=3,
    started_at=datetime(2026, 3, 4, 13, 5, tzinfo=UTC),
    title="Acme, Mrs Bell",
    source="recording",
    playbook="mine",
    keep=Keep.TRANSCRIPT,
    ended_at=datetime(2026, 3, 4, 13, 9, tzinfo=UTC),
    length_s=252.4,
    noes=1,
)
HIT = CueHit("chose_other", Channel.THEM, 1, "gone with someone", 2.2, 3.1, 0.87, "by", False)
CALL = StoredCall(
    summary=SUMMARY,
    segments=(
        segment("We've gone with someone else.", 1.25, 3.5),
        segment("Thank you.", 4.0, 5.0, Channel.ME),
    ),
    cue_hits=(HIT, replace(HIT, score=0.93, final=True)),
    cards=(
        StoredCard(CardShown("a", "chose_other", "g", "Who else?", "w", 1, 3.1, 3.2), None),
        StoredCard(CardShown("b", "no_budget", "g", "A trial?", "w", 2, 3.1, 3.9), 4.5),
        StoredCard(
            CardShown("c", "voicemail", "message", "Slowly.", "w", 2, 8, 8, 35, ("Hello.",)),
            None,
            9,
        ),
    ),
    asks=(AskHeard("a", "referral", 5.5), AskHeard("", "owner", 6.5)),
    faults=(Fault(FaultKind.SILENT, "Nothing is heard.", 100.0),),
    pins=(CardPinned("a", True, 5.0),),
    marks=(MomentMarked(7.5),),
)

LONG_AGO = SUMMARY.started_at.astimezone().strftime("%Y-%m-%d %H:%M")


def test_plain_text_tells_the_whole_call_in_order() -> None:
    assert render(CALL, Format.TXT) == (
        "Acme, Mrs Bell\n"
        f"{LONG_AGO}, 4 min 12 s, 1 no\n"
        "Heard from recording\n"
        "\n"
        "[00:01] Employer: We've gone with someone else.\n"
        '[00:02]     cue: They chose someone else (score 0.93, heard in "gone with someone")\n'
        "[00:03]     card: Who else?\n"
        "[00:03]     card: A trial? (taken back at 00:04)\n"
        "[00:04] You: Thank you.\n"
        "[00:05]     asked: A referral\n"
        "[00:06]     asked: Who decides\n"
        "[00:07]     mark: You marked this moment\n"
        "[00:08]     card: Slowly. (put away at 00:09)\n"
        "[01:40]     note: Nothing is heard.\n"
    )


def test_markdown_tells_the_whole_call_in_order() -> None:
    assert render(CALL, Format.MD) == (
        "# Acme, Mrs Bell\n"
        "\n"
        f"- {LONG_AGO}, 4 min 12 s, 1 no\n"
        "- Heard from recording\n"
        "\n"
        "- `00:01` **Employer:** We've gone with someone else.\n"
        '    - `00:02` cue: They chose someone else (score 0.93, heard in "gone with someone")\n'
        "    - `00:03` card: Who else?\n"
        "    - `00:03` card: A trial? (taken back at 00:04)\n"
        "- `00:04` **You:** Thank you.\n"
        "    - `00:05` asked: A referral\n"
        "    - `00:06` asked: Who decides\n"
        "    - `00:07` mark: You marked this moment\n"
        "    - `00:08` card: Slowly. (put away at 00:09)\n"
        "    - `01:40` note: Nothing is heard.\n"
    )


def test_json_has_every_field_of_everything() -> None:
    whole = json.loads(render(CALL, Format.JSON))
    assert whole["format"] == 1
    assert whole["call"] == {
        "id": 3,
        "started_at": "2026-03-04T13:05:00+00:00",
        "title": "Acme, Mrs Bell",
        "source": "recording",
        "playbook": "mine",
        "keep": "transcript",
        "ended_at": "2026-03-04T13:09:00+00:00",
        "length_s": 252.4,
        "noes": 1,
        "sound_s": 0.0,
        "interrupted": False,
        "details": {
            "company": "",
            "person": "",
            "outcome": "",
            "next_step": "",
            "next_step_on": None,
            "notes": "",
            "tags": [],
        },
    }
    assert whole["segments"][0] == {
        "id": 1,
        "channel": "them",
        "utterance": 1,
        "text": "We've gone with someone else.",
        "start_s": 1.25,
        "end_s": 3.5,
        "words": [{"text": "word", "start_s": 1.25, "end_s": 3.5, "score": 1.0}],
        "original_text": None,
        "original_channel": None,
    }
    assert whole["cue_hits"] == [asdict(hit) for hit in CALL.cue_hits]
    assert [card["withdrawn_s"] for card in whole["cards"]] == [None, 4.5, None]
    assert whole["cards"][2] == {
        **asdict(CALL.cards[2].shown),
        "script": ["Hello."],
        "withdrawn_s": None,
        "dismissed_s": 9,
    }
    assert whole["pins"] == [{"card": "a", "pinned": True, "at_s": 5.0}]
    assert whole["marks"] == [{"at_s": 7.5}]
    assert whole["asks"][0] == {"card": "a", "goal": "referral", "at_s": 5.5}
    assert whole["faults"][0]["kind"] == "silent"


def test_every_field_of_the_json_is_documented() -> None:
    documented = (Path(__file__).parents[2] / "docs" / "export.md").read_text("utf-8")
    whole = json.loads(render(CALL, Format.JSON))
    fields = set(whole) | set(whole["call"]) | set(whole["segments"][0]["words"][0])
    for kind in ("segments", "cue_hits", "cards", "asks", "pins", "marks", "faults"):
        fields |= set(whole[kind][0])
    assert {field for field in fields if f"`{field}`" not in documented} == set()


def test_subtitles_have_the_transcript_alone() -> None:
    assert render(CALL, Format.SRT) == (
        "1\n00:00:01,250 --> 00:00:03,500\nEmployer: We've gone with someone else.\n\n"
        "2\n00:00:04,000 --> 00:00:05,000\nYou: Thank you.\n\n"
    )
    assert render(CALL, Format.VTT) == (
        "WEBVTT\n\n"
        "00:00:01.250 --> 00:00:03.500\n<v Employer>We've gone with someone else.\n\n"
        "00:00:04.000 --> 00:00:05.000\n<v You>Thank you.\n\n"
    )


def test_without_a_transcript_subtitles_are_empty_and_the_text_says_why() -> None:
    cards_only = replace(
        CALL,
        summary=replace(SUMMARY, keep=Keep.CARDS),
        segments=(),
        cue_hits=(replace(HIT, text="", by=""),),
    )
    assert render(cards_only, Format.SRT) == ""
    assert render(cards_only, Format.VTT) == "WEBVTT\n\n"
    text = render(cards_only, Format.TXT)
    assert "Only cues and cards were kept of this call, not what was said\n" in text
    assert "cue: They chose someone else (score 0.87)\n" in text


def test_a_call_that_was_cut_off_says_so_and_one_without_a_title_has_its_number() -> None:
    cut_off = replace(CALL, summary=replace(SUMMARY, ended_at=None, title=" "))
    for form in (Format.TXT, Format.MD):
        assert "Interrupted: Prompter was stopped before the call ended" in render(cut_off, form)
        assert "Call 3" in render(cut_off, form).splitlines()[0]
    assert json.loads(render(cut_off, Format.JSON))["call"]["interrupted"] is True


@pytest.mark.parametrize(
    ("start_s", "end_s", "srt_line"),
    [
        (0.0, 1.0, "00:00:00,000 --> 00:00:01,000"),
        (59.9996, 61.0, "00:01:00,000 --> 00:01:01,000"),
        (3661.007, 3662.0, "01:01:01,007 --> 01:01:02,000"),
        (5.0, 5.0, "00:00:05,000 --> 00:00:05,500"),
        (-0.2, 0.9, "00:00:00,000 --> 00:00:00,900"),
    ],
)
def test_subtitle_times_are_exact_and_never_empty(
    start_s: float, end_s: float, srt_line: str
) -> None:
    call = replace(CALL, segments=(segment("word", start_s, end_s),))
    assert render(call, Format.SRT).splitlines()[1] == srt_line
    assert render(call, Format.VTT).splitlines()[2] == srt_line.replace(",", ".")


def test_clocks_and_lengths_for_people() -> None:
    assert [clock(at_s) for at_s in (0.0, 59.99, 247.0, 3847.5, -1.0)] == [
        "00:00", "00:59", "04:07", "1:04:07", "00:00"
    ]  # fmt: skip
    assert [duration(length_s) for length_s in (0.0, 38.4, 59.7, 247.0)] == [
        "0 s", "38 s", "1 min 00 s", "4 min 07 s"
    ]  # fmt: skip


def test_a_file_is_replaced_only_when_that_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "call.txt"
    write_whole(file, "first é".encode(), force=False)
    with pytest.raises(PrompterError, match=r"call\.txt: this file exists; --force replaces it"):
        write_whole(file, b"second", force=False)
    assert file.read_bytes() == "first é".encode()
    write_whole(file, b"second", force=True)
    assert file.read_text() == "second"
    assert file.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [file], "nothing half written is left"


def test_a_file_that_can_not_be_written_is_one_clear_line(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for file in (tmp_path / "missing" / "call.txt", folder):
        with pytest.raises(PrompterError, match="can't write this file") as trouble:
            write_whole(file, b"words", force=True)
        assert "\n" not in str(trouble.value)
    assert list(tmp_path.iterdir()) == [folder]
