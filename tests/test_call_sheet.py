"""A call sheet is a file that people edit: what they wrote stays, and what is wrong is named."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from prompter.call_sheet import MOST, CallSheet, sheet_from, sheet_text
from prompter.errors import BadSheet
from prompter.sheet_store import SheetStore

TEXTS = some.text(some.characters(codec="utf-8"), max_size=60)
SHEETS = some.builds(
    CallSheet,
    company=TEXTS,
    person=TEXTS,
    role=TEXTS,
    met=TEXTS,
    ideas=some.lists(TEXTS, max_size=MOST["ideas"]).map(tuple),
    proofs=some.lists(TEXTS, max_size=MOST["proofs"]).map(tuple),
    times=some.lists(TEXTS, max_size=MOST["times"]).map(tuple),
    referrals=some.lists(TEXTS, max_size=4).map(tuple),
    notes=TEXTS,
)
OWN = """# for Monday
person = "Jane"   # says Jay-n
notes = "short"
company = "Acme"
"""


@pytest.fixture
def store(tmp_path: Path) -> SheetStore:
    return SheetStore(tmp_path / "data" / "sheets")


@given(SHEETS)
def test_any_sheet_is_read_back_as_it_was_written(sheet: CallSheet) -> None:
    assert sheet_from(sheet_text(sheet), "a.toml") == sheet


@given(SHEETS, SHEETS)
def test_any_sheet_can_replace_any_other_in_its_file(one: CallSheet, other: CallSheet) -> None:
    assert sheet_from(sheet_text(other, sheet_text(one)), "a.toml") == other


def test_comments_and_order_of_a_file_edited_by_hand_stay() -> None:
    written = sheet_text(CallSheet(company="Acme", person="Joe", notes="short"), OWN)
    assert written == OWN.replace('"Jane"', '"Joe"')


def test_several_lines_of_notes_stay_readable_in_the_file() -> None:
    text = sheet_text(CallSheet(notes='She said "soon".\nAsk again.'))
    assert "\nAsk again." in text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('company = "A"\nperson = Jane\n', r"a\.toml:2: not valid TOML: .*text stands in quotes"),
        ('\ncompagny = "A"\n', r"a\.toml:2: unknown line compagny; did you mean company\?"),
        ('zzz = "A"\n', r"a\.toml:1: unknown line zzz; known are company, person"),
        ("role = " + "9" * 5000, r"a\.toml:1: a value in it is too long or too deep; remove it"),
        ("ideas = " + "[" * 5000, r"a\.toml:1: a value in it is too long or too deep; remove it"),
        ("role = 3\n", r'a\.toml:1: role must be text in quotes, such as role = "\.\.\."'),
        ('ideas = "one"\n', r"a\.toml:1: ideas must be a list of texts, such as"),
        ("role = ''\ntimes = ['a','b','c']\n", r"a\.toml:2: times has 3 texts; at most 2 fit"),
    ],
)
def test_a_bad_file_is_one_line_that_says_where_what_and_what_to_do(text: str, says: str) -> None:
    with pytest.raises(BadSheet, match=says) as told:
        sheet_from(text, "a.toml")
    assert len(str(told.value).splitlines()) == 1


def test_a_sheet_fills_the_slots_on_one_line_each_and_leaves_out_what_is_empty() -> None:
    sheet = CallSheet(company="Acme\nLtd", ideas=("", "routes"), times=("", "Thursday at 3"))
    slots = sheet.slots(name="Jo", number="")
    assert slots["company"] == ("Acme Ltd",)
    assert slots["idea"] == ("routes",)
    assert slots["time1"] == ("Thursday at 3",)
    assert (slots["time2"], slots["number"], slots["name"]) == ((), (), ("Jo",))


def test_only_this_user_can_read_a_sheet(store: SheetStore) -> None:
    store.save("acme", CallSheet(company="Acme"))
    assert store.file("acme").stat().st_mode & 0o777 == 0o600
    assert store.folder.stat().st_mode & 0o777 == 0o700
    assert [file.name for file in store.folder.iterdir()] == ["acme.toml"]


def test_a_sheet_that_cannot_be_written_stays_as_it_was(
    store: SheetStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save("acme", CallSheet(company="Acme"))
    before = store.file("acme").read_bytes()

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(BadSheet, match="No space left"):
        store.save("acme", CallSheet(company="Other"))
    assert store.file("acme").read_bytes() == before
    assert len(list(store.folder.iterdir())) == 1


def test_a_broken_file_is_not_written_over(store: SheetStore) -> None:
    store.folder.mkdir(parents=True)
    store.file("own").write_text("company = \n")
    (listed,) = store.listed()
    assert (listed.name, "own.toml:1" in listed.trouble) == ("own", True)


@pytest.mark.parametrize("asked", ["acme-jane", "ACME-jane", "Acme – Jane", "acme – j"])
def test_a_sheet_is_found_by_name_or_title(store: SheetStore, asked: str) -> None:
    store.save("acme-jane", CallSheet(company="Acme", person="Jane"))
    store.save("other", CallSheet(company="Other"))
    assert store.find(asked) == "acme-jane"


def test_a_sheet_that_is_not_there_names_those_that_are(store: SheetStore) -> None:
    store.save("acme", CallSheet())
    with pytest.raises(BadSheet, match=r'no call sheet "beta"; .*\(acme\)'):
        store.find("beta")
    with pytest.raises(BadSheet, match="no call sheet"):
        store.find("")


@given(TEXTS)
def test_any_title_gives_a_file_name_inside_the_folder(title: str) -> None:
    name = SheetStore(Path("/nowhere")).new_name(title)
    assert Path(f"{name}.toml").name == f"{name}.toml"
    assert len(f"{name}.toml".encode()) < 128
    assert name not in ("", ".", "..")


def test_names_are_never_used_twice(store: SheetStore) -> None:
    for expected in ("acme", "acme-2", "acme-3"):
        name = store.new_name("Acme!")
        assert name == expected
        store.save(name, CallSheet())
    assert store.rename("acme-3", "Acme") == "acme-3"
    assert store.rename("acme-3", "Beta") == "beta"


def test_the_first_file_explains_itself() -> None:
    text = sheet_text(CallSheet())
    assert text.startswith("# A call sheet of Prompter")
    assert tomllib.loads(text)["ideas"] == []
