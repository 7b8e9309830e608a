"""A playbook is changed in place: only what was asked for changes, and nothing bad gets in."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prompter.errors import BadPlaybook
from prompter.prompt.edit import (
    BadEdit,
    CardEdit,
    CardRemoval,
    CueEdit,
    Edit,
    NewCard,
    WordingEdit,
    WordingKind,
    edited,
    wording_of,
)
from prompter.prompt.load import playbook_from
from prompter.prompt.playbook import Goal

FILE = Path("mine.toml")
BOOK = """\
# my notes
format = 1
name = "Mine"

[cues.chose_other]
title = "Chose another"   # short
phrases = [
  "gone with someone else",  # the usual one
  "went another way",
]
never = ["gone with your idea"]

[[cues.chose_other.cards]]
id = "chose_other-one"
goal = "meeting"
say = "Could we meet all the same?"
why = "It is the next step."
"""

ANOTHER_CUE = """
[cues.bad_time]
title = "t"
phrases = ["a bad time"]

[[cues.bad_time.cards]]
id = "later"
goal = "follow_up"
say = "When?"
why = "w"
"""


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[:1] in "+-"]


def test_a_phrase_is_added_on_a_line_of_its_own_and_notes_stay() -> None:
    after = edited(BOOK, WordingEdit("chose_other", "picked a rival"), FILE)
    assert changed_lines(BOOK, after) == ['+   "picked a rival",']
    assert playbook_from(after, FILE).cues["chose_other"].phrases[-1] == "picked a rival"


def test_a_veto_is_added_and_taken_out_again() -> None:
    edit = WordingEdit("chose_other", "gone with them before", WordingKind.VETO)
    after = edited(BOOK, edit, FILE)
    assert playbook_from(after, FILE).cues["chose_other"].never[-1] == "gone with them before"
    undone = WordingEdit(edit.cue, edit.wording, edit.kind, remove=True)
    assert changed_lines(BOOK, edited(after, undone, FILE)) == []


def test_a_cue_without_vetoes_gets_its_first_one() -> None:
    bare = BOOK.replace('never = ["gone with your idea"]\n', "")
    after = edited(bare, WordingEdit("chose_other", "on the other hand", WordingKind.VETO), FILE)
    assert playbook_from(after, FILE).cues["chose_other"].never == ("on the other hand",)


def test_the_words_of_a_card_are_changed() -> None:
    after = edited(BOOK, CardEdit("chose_other-one", "say", "May I still drop in?"), FILE)
    assert playbook_from(after, FILE).cues["chose_other"].cards[0].say == "May I still drop in?"
    assert len(changed_lines(BOOK, after)) == 2


def test_a_card_gets_a_variant_for_the_call_sheet_and_loses_it_again() -> None:
    after = edited(BOOK, CardEdit("chose_other-one", "say_with", "Shall we talk of {idea}?"), FILE)
    assert changed_lines(BOOK, after) == ['+ say_with = "Shall we talk of {idea}?"']
    assert edited(after, CardEdit("chose_other-one", "say_with", ""), FILE) == BOOK


def test_a_card_is_added_behind_the_others_of_its_cue_and_taken_out_again() -> None:
    more = BOOK + ANOTHER_CUE
    after = edited(more, NewCard("chose_other", Goal.MEETING, "May I visit?", "Why not."), FILE)
    cards = playbook_from(after, FILE).cues["chose_other"].cards
    assert [card.id for card in cards] == ["chose_other-one", "chose_other-meeting"]
    assert not [line for line in changed_lines(more, after) if line[0] == "-"]
    assert edited(after, CardRemoval("chose_other-meeting"), FILE) == more
    again = edited(after, NewCard("chose_other", Goal.MEETING, "Or call?", "Why not."), FILE)
    assert playbook_from(again, FILE).cues["chose_other"].cards[-1].id == "chose_other-meeting-2"


def test_the_last_card_of_a_cue_cant_go() -> None:
    with pytest.raises(BadPlaybook, match="has no cards"):
        edited(BOOK, CardRemoval("chose_other-one"), FILE)


IN_PIECES = """\
format = 1
name = "Mine"
cues.chose_other.title = "t"
cues.chose_other.phrases = ["gone with someone else"]
cues.bad_time.title = "t"
cues.bad_time.phrases = ["a bad time"]
cues.bad_time.cards = [{id = "a", goal = "follow_up", say = "When?", why = "w"}]
cues.chose_other.cards = [{id = "b", goal = "meeting", say = "Where?", why = "w"}]
"""
INLINE = """\
format = 1
name = "Mine"
[cues]
chose_other = {title = "t", phrases = ["gone with someone else"], cards = [
  {id = "b", goal = "meeting", say = "Where?", why = "w"}]}
"""
EDITS: list[Edit] = [
    WordingEdit("chose_other", "picked a rival"),
    WordingEdit("chose_other", "on the other hand", WordingKind.VETO),
    CardEdit("b", "say", "Where then?"),
    NewCard("chose_other", Goal.THANKS, "Thank you.", "Manners."),
    CueEdit("chose_other", on=False),
]


@pytest.mark.parametrize("edit", EDITS, ids=str)
@pytest.mark.parametrize("text", [IN_PIECES, INLINE], ids=["in pieces", "inline"])
def test_however_a_playbook_is_written_an_edit_is_made_rightly_or_refused_in_one_line(
    text: str, edit: Edit
) -> None:
    after, refused = text, ""
    try:
        after = edited(text, edit, FILE)
    except BadEdit as error:
        refused = str(error)
    if refused:
        assert refused.startswith(f"mine.toml: can't {edit}: ")
        assert refused.endswith("do it in a text editor")
        return
    before_cues, after_cues = (playbook_from(each, FILE) for each in (text, after))
    assert before_cues != after_cues
    assert after_cues.cues.get("bad_time") == before_cues.cues.get("bad_time")


def test_a_cue_is_switched_off_and_on_and_nothing_of_it_is_lost() -> None:
    off = edited(BOOK, CueEdit("chose_other", on=False), FILE)
    assert changed_lines(BOOK, off) == ["+ off = true"]
    playbook = playbook_from(off, FILE)
    assert not playbook.cues
    assert playbook.off["chose_other"].phrases == ("gone with someone else", "went another way")
    assert edited(off, CueEdit("chose_other", on=True), FILE) == BOOK


def test_off_must_be_true_or_false() -> None:
    with pytest.raises(BadPlaybook, match=r"mine\.toml:7: off: true or false"):
        playbook_from(BOOK.replace("phrases", 'off = "yes"\nphrases', 1), FILE)


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (WordingEdit("chose_another", "picked a rival"), "there is no cue chose_another"),
        (WordingEdit("chose_other", "rival"), "at least two words"),
        (WordingEdit("chose_other", "(a|b"), r"\(a\|b"),
        (WordingEdit("chose_other", "went another way"), "already gives this cue away"),
        (WordingEdit("chose_other", "gone with your idea"), "already blocks this cue"),
        (WordingEdit("chose_other", "never said", remove=True), "has no such phrase"),
        (CardEdit("nobody", "say", "Hello there"), "there is no card nobody"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(edit: WordingEdit | CardEdit, reason: str) -> None:
    with pytest.raises(BadEdit, match=reason):
        edited(BOOK, edit, FILE)


def test_the_last_phrase_of_a_cue_cant_go() -> None:
    bare = BOOK.replace('  "went another way",\n', "")
    with pytest.raises(BadPlaybook, match="has no phrases"):
        edited(bare, WordingEdit("chose_other", "gone with someone else", remove=True), FILE)


def test_a_card_that_is_too_long_to_say_is_refused() -> None:
    with pytest.raises(BadPlaybook, match="at most 20 can be said"):
        edited(BOOK, CardEdit("chose_other-one", "say", "well " * 21), FILE)


def test_what_was_said_becomes_a_phrase_in_the_playbooks_spelling() -> None:
    assert wording_of("We've got 2 others, um, in mind.") == "we have got two others in mind"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=2, max_size=6))
def test_what_is_added_is_read_back_and_removing_it_gives_the_text_before(
    words: list[str],
) -> None:
    edit = WordingEdit("chose_other", " ".join(words))
    after = edited(BOOK, edit, FILE)
    assert playbook_from(after, FILE).cues["chose_other"].phrases[-1] == edit.wording
    assert edited(after, WordingEdit("chose_other", edit.wording, remove=True), FILE) == BOOK
