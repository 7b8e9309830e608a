"""A card says what the call sheet holds, and no idea or proof twice."""

from __future__ import annotations

from prompter.prompt import SheetSlots
from prompter.prompt.slots import filled, filled_lines

IDEA = "I have an idea about {idea}. May I show it?"


def test_each_card_gets_the_next_idea_and_then_the_wording_without_one() -> None:
    sheet = SheetSlots({"idea": ("routes", "depots")})
    said = [filled("May I show you an idea?", IDEA, sheet) for _ in range(3)]
    assert said == [
        "I have an idea about routes. May I show it?",
        "I have an idea about depots. May I show it?",
        "May I show you an idea?",
    ]


def test_a_card_that_lacks_another_slot_uses_no_idea_up() -> None:
    sheet = SheetSlots({"idea": ("routes",)})
    assert filled("Plain.", "{person}, {idea}?", sheet) == "Plain."
    assert filled("Plain.", "{idea}?", sheet) == "routes?"


def test_company_and_times_stay_for_every_card() -> None:
    sheet = SheetSlots({"company": ("Acme",), "time1": ("Tuesday",), "proof": ()})
    for _ in range(2):
        assert filled("", "{company} on {time1}?", sheet) == "Acme on Tuesday?"
    assert "proof" not in sheet
    assert sorted(sheet) == ["company", "time1"]


def test_an_idea_in_a_script_is_used_too() -> None:
    sheet = SheetSlots({"idea": ("routes",), "name": ("Jo",)})
    lines = filled_lines(
        ("Hello.", "Call me."), ("This is {name}.", "I can help with {idea}."), sheet
    )
    assert lines == ("This is Jo.", "I can help with routes.")
    assert "idea" not in sheet
