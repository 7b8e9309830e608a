"""One setting is changed, and all else in the user's own file stays as it was."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from prompter.errors import BadSettings
from prompter.settings import Hotkeys, Settings, load_settings, save_setting

OWN = """# my own settings
engine = "vosk"  # the light one
call_app = "Zoom"

keep = "cards"
"""


def test_a_saved_value_is_read_back_and_comments_and_other_values_stay(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(OWN)
    save_setting(file, "call_app", "Firefox")
    save_setting(file, "auto_start", True)
    assert file.read_text() == OWN.replace("Zoom", "Firefox") + "auto_start = true\n"
    settings, complaints = load_settings(file)
    assert (settings.call_app, settings.auto_start, settings.keep) == ("Firefox", True, "cards")
    assert complaints == []


def test_the_first_setting_makes_the_file_for_this_user_alone(tmp_path: Path) -> None:
    file = tmp_path / "config" / "settings.toml"
    save_setting(file, "auto_start", True)
    assert load_settings(file)[0].auto_start
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in file.parent.iterdir()] == ["settings.toml"]


def test_a_linked_settings_file_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "dotfiles.toml", tmp_path / "settings.toml"
    real.write_text(OWN)
    link.symlink_to(real)
    save_setting(link, "keep", "nothing")
    assert link.is_symlink()
    assert load_settings(real)[0].keep == "nothing"


def test_a_file_that_is_not_toml_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("keep = \n")
    with pytest.raises(BadSettings, match="not valid TOML"):
        save_setting(file, "auto_start", True)
    assert file.read_text() == "keep = \n"


def test_a_folder_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where the folder should be")
    with pytest.raises(BadSettings, match="auto_start") as told:
        save_setting(tmp_path / "config" / "settings.toml", "auto_start", True)
    assert len(str(told.value).splitlines()) == 1


def test_a_value_saved_beside_a_table_of_hotkeys_stays_out_of_the_table(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('keep = "cards"\n\n[hotkeys]\nmark = "super+f7"  # my own\n')
    save_setting(file, "overlay_place", "120 200 HDMI-1")
    settings, complaints = load_settings(file)
    assert complaints == []
    assert settings.overlay_place == "120 200 HDMI-1"
    assert (settings.hotkeys.mark, settings.hotkeys.next) == ("super+f7", "ctrl+alt+n")
    assert "# my own" in file.read_text()


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('mark = "n"', "mark needs ctrl, alt or super, or it would be taken from all typing"),
        ('mark = "shift+n"', "mark needs more than shift"),
        ('mark = "hyper+n"', "mark begins with ctrl, alt, shift, super, not with 'hyper'"),
        ('mark = "ctrl+moon"', "mark ends with a letter, a digit, f1 to f12 or a key's name"),
        ("mark = 7", "mark must be text in quotes"),
        ('jump = "ctrl+j"', "jump is not a hotkey of this Prompter; it stays in the file, unused"),
    ],
)
def test_a_bad_hotkey_is_named_and_the_others_hold(
    tmp_path: Path, line: str, complaint: str
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f'[hotkeys]\nnext = "super+right"\n{line}\n')
    settings, complaints = load_settings(file)
    assert [f"{file}:3: {complaint}" in told for told in complaints] == [True]
    assert (settings.hotkeys.next, settings.hotkeys.mark) == ("super+right", "ctrl+alt+m")


def test_hotkeys_that_are_no_table_are_named(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('hotkeys = "none"\n')
    _settings, complaints = load_settings(file)
    assert complaints == [f"{file}:1: hotkeys must be a table, [hotkeys]; the default is used"]


def test_every_setting_is_documented() -> None:
    text = (Path(__file__).parents[1] / "docs" / "settings.md").read_text(encoding="utf-8")
    names = [item.name for item in dataclasses.fields(Settings) if item.name != "hotkeys"]
    assert [name for name in names if f"`{name}`" not in text] == []
    keys = dataclasses.asdict(Hotkeys())
    assert [name for name, value in keys.items() if f'{name} = "{value}"' not in text] == []
