"""A playbook is read whole, or refused in one line that names file, line and reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prompter.assemble import playbook_of, sample
from prompter.errors import BadPlaybook
from prompter.prompt import Family, Goal, load_playbook
from prompter.prompt.playbook import CUES, MAX_SAY_WORDS, MAX_SCRIPT_WORDS
from prompter.prompt.slots import SLOTS, filled_lines, slots_in
from prompter.settings import Settings

GOOD = """\
format = 1
name = "Mine"

[goals.feedback]
title = "Feedback"
heard = ["what was missing"]

[cues.chose_other]
title = "They chose someone else"
family = "no"
phrases = ["we went with someone else"]

[[cues.chose_other.cards]]
id = "chose_other-feedback"
goal = "feedback"
say = "Thank you. What tipped it?"
why = "You learn what to fix."
"""


def playbook(folder: Path, text: str) -> Path:
    file = folder / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_good_playbook_is_read(tmp_path: Path) -> None:
    book = load_playbook(playbook(tmp_path, GOOD))
    cue = book.cues["chose_other"]
    assert (book.name, cue.family, cue.cards[0].goal) == ("Mine", Family.NO, Goal.FEEDBACK)
    assert book.goal_phrases[Goal.FEEDBACK] == ("what was missing",)
    assert book.goal_titles[Goal.FOLLOW_UP] == "Follow up"


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ('family = "no"', 'family = "no', 10, "not valid TOML"),
        ("[cues.chose_other]", "[cues.chose_othr]", 8, "did you mean chose_other"),
        ('"we went with someone else"', '""', 11, "the phrase is empty"),
        ('"we went with someone else"', '"else"', 11, "at least two words"),
        ('"we went with someone else"', "7", 11, "not text"),
        ('["we went with someone else"]', "[]", 8, "has no phrases"),
        ("What tipped it?", "What tipped it" + " then" * 16 + "?", 16, "has 21 words"),
        ("What tipped it?", "Who, {person}?", 16, "put slots in say_with"),
        ('why = "You', 'say_with = "{salary}?"\nwhy = "You', 17, "unknown slot {salary}"),
        ('goal = "feedback"', 'goal = "fame"', 15, "unknown goal 'fame'"),
        ('family = "no"', 'family = "maybe"', 10, "unknown family 'maybe'"),
        ("format = 1", "format = 2", 1, "format must be 1"),
        ('why = "You learn what to fix."', "", 13, "why is missing"),
        ('title = "They', 'titel = "They', 9, "unknown key titel"),
        ("[goals.feedback]", "[goals.fame]", 4, "unknown goal"),
        ('why = "You', 'script = "Hello."\nwhy = "You', 17, "script must be a list of lines"),
        ('why = "You', 'script = ["I am {name}."]\nwhy = "You', 17, "put slots in script_with"),
        ('why = "You', 'script_with = ["{name}"]\nwhy = "You', 17, "as many lines as script, 0"),
        ('why = "You', 'script = ["word" , "%s"]\nwhy = "You' % (" w" * 85), 17, "has 86 words"),
    ],
)
def test_a_bad_playbook_names_its_line(
    tmp_path: Path, old: str, new: str, line: int, why: str
) -> None:
    assert old in GOOD
    file = playbook(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(BadPlaybook) as refusal:
        load_playbook(file)
    text = str(refusal.value)
    assert text.startswith(f"{file}:{line}: "), text
    assert why in text
    assert "\n" not in text


def test_a_card_id_used_twice_is_refused(tmp_path: Path) -> None:
    card = GOOD[GOOD.index("[[cues") :]
    with pytest.raises(BadPlaybook, match="is used twice"):
        load_playbook(playbook(tmp_path, GOOD + "\n" + card))


def test_a_cue_of_the_users_own_needs_only_say_so(tmp_path: Path) -> None:
    own = GOOD.replace("chose_other", "parking").replace("family", "own = true\nfamily", 1)
    assert "parking" in load_playbook(playbook(tmp_path, own)).cues


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00bad"])
def test_a_playbook_that_cannot_be_read_is_one_line(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "mine.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadPlaybook, match="can't read this playbook"):
        load_playbook(file)


@settings(deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.text(max_size=3))
def test_whatever_is_changed_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, place: int, what: str
) -> None:
    file = playbook(tmp_path_factory.mktemp("book"), GOOD[:place] + what + GOOD[place + 1 :])
    refusal = ""
    try:
        load_playbook(file)
    except BadPlaybook as bad:
        refusal = str(bad)
    assert "\n" not in refusal


BOOK = playbook_of(Settings())


def test_the_default_playbook_has_every_cue_in_its_family() -> None:
    assert {name: cue.family for name, cue in BOOK.cues.items()} == dict(CUES)


@pytest.mark.parametrize("name", sorted(CUES))
def test_the_default_playbook_has_phrases_and_cards_enough(name: str) -> None:
    cue = BOOK.cues[name]
    assert len(set(cue.phrases)) >= 12
    assert len(cue.cards) >= 5
    assert {card.tone for card in cue.cards} == {"formal", "warm", "short"}
    for card in cue.cards:
        words = len(card.say.split())
        assert words <= MAX_SAY_WORDS
        assert card.say.count("?") <= 1
        if cue.family in (Family.HARD_STOP, Family.VOICEMAIL):
            assert "?" not in card.say
        assert len(card.why.splitlines()) == 1


def test_a_card_with_slots_says_something_without_them_too() -> None:
    cards = [card for cue in BOOK.cues.values() for card in cue.cards]
    assert any(card.say_with for card in cards)
    assert all(card.say and not slots_in(card.say) for card in cards)


def test_a_message_leaves_the_number_twice_and_can_be_said_in_its_time() -> None:
    scripts = [card for card in BOOK.cues["voicemail"].cards if card.script]
    assert len(scripts) >= 4
    sheet = dict.fromkeys(SLOTS, "Zebra") | {"number": "five five five"}
    for card in scripts:
        for text in (card.script, filled_lines(card.script, card.script_with, sheet)):
            assert 15 <= len(" ".join(text).split()) <= MAX_SCRIPT_WORDS
            assert sum("number" in line or "five five five" in line for line in text) >= 2
            assert "{" not in " ".join(text)


def test_the_default_playbook_explains_itself_to_who_opens_it() -> None:
    head = sample("playbook.toml").read_text(encoding="utf-8").split("format = 1")[0]
    assert head.count("#") > 8
