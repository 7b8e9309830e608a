"""Which call sheet goes with a live call."""

from __future__ import annotations

from pathlib import Path

import pytest

from prompter import paths
from prompter.call_sheet import CallSheet
from prompter.cli.sheet_choice import sheet_of_live_call
from prompter.errors import BadSheet
from prompter.settings import Settings, load_settings
from prompter.sheet_store import SheetStore

ACME = CallSheet("Acme", "Jane")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder with one sheet."""
    monkeypatch.setenv("PROMPTER_DATA_DIR", str(tmp_path))
    SheetStore(paths.sheets_folder()).save("acme-jane", ACME)


def settings() -> Settings:
    """As the next start of the program reads them."""
    return load_settings(paths.settings_file())[0]


def test_the_sheet_of_the_last_call_is_taken_again_and_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert sheet_of_live_call("Acme – Jane", settings()) == ACME
    assert capsys.readouterr().err == "", "who names a sheet needn't be told"
    assert sheet_of_live_call(None, settings()) == ACME
    assert "Call sheet: Acme – Jane, as last time" in capsys.readouterr().err


def test_no_sheet_can_be_asked_for_and_is_remembered_too() -> None:
    sheet_of_live_call("acme-jane", settings())
    assert sheet_of_live_call("", settings()) is None
    assert sheet_of_live_call(None, settings()) is None


def test_a_last_sheet_that_was_deleted_keeps_no_call_from_starting() -> None:
    sheet_of_live_call("acme-jane", settings())
    SheetStore(paths.sheets_folder()).delete("acme-jane")
    assert sheet_of_live_call(None, settings()) is None


def test_a_name_that_is_unknown_is_refused_and_not_remembered() -> None:
    with pytest.raises(BadSheet, match='no call sheet "beta"'):
        sheet_of_live_call("beta", settings())
    assert settings().call_sheet == ""
