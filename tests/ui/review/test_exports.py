"""Exports from the window: one call or all that the list shows, as the user wants them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from prompter.record.export import Format
from prompter.ui.review.exports import KINDS, ExportDialog
from prompter.ui.review.review_window import ReviewWindow


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the window says at the end."""
    said: list[str] = []
    for way in ("information", "warning"):
        monkeypatch.setattr(QMessageBox, way, lambda *given: said.append(given[2]))
    return said


def test_every_format_there_is_can_be_chosen() -> None:
    assert set(KINDS) == set(Format)


def dialog_of_one_call(window: ReviewWindow, qtbot: QtBot) -> ExportDialog:
    window.open_call(1)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.one)
    window.one.export_wanted.emit()
    dialog = window.exports.dialog
    assert dialog is not None
    return dialog


def test_one_call_is_written_without_times_and_names(
    window: ReviewWindow,
    qtbot: QtBot,
    tmp_path: Path,
    told: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "out.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    dialog = dialog_of_one_call(window, qtbot)
    dialog.form.setCurrentIndex(dialog.form.findData(Format.TXT))
    dialog.times.setChecked(False)
    dialog.redact.setChecked(True)
    assert not dialog.warning.isHidden()
    dialog.accept()
    qtbot.waitUntil(lambda: told == [f"Written to {file}"])
    text = file.read_text(encoding="utf-8")
    assert "we have gone with somebody else" in text
    assert "00:04" not in text


def test_a_file_for_programs_has_the_time_of_each_word_which_the_window_has_not(
    window: ReviewWindow,
    qtbot: QtBot,
    tmp_path: Path,
    told: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "out.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    dialog = dialog_of_one_call(window, qtbot)
    dialog.form.setCurrentIndex(dialog.form.findData(Format.JSON))
    dialog.accept()
    qtbot.waitUntil(lambda: told == [f"Written to {file}"])
    words = json.loads(file.read_text(encoding="utf-8"))["segments"][0]["words"]
    assert words[0] == {"text": "we", "start_s": 4.0, "end_s": 6.0, "score": 1.0}


def test_all_calls_that_fit_the_search_are_written(
    window: ReviewWindow,
    qtbot: QtBot,
    tmp_path: Path,
    told: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "out"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    window.calls.filters.search.setText("someone")
    qtbot.waitUntil(lambda: window.calls.model.rowCount() == 1)
    for again in (False, True):
        window.calls.export.click()
        dialog = window.exports.dialog
        assert dialog is not None
        dialog.form.setCurrentIndex(dialog.form.findData(Format.DOCX))
        dialog.accept()
        qtbot.waitUntil(lambda: bool(told))
        if not again:
            assert told.pop() == f"1 call is written to {folder}"
    assert "this file exists" in told[0]
    assert [file.suffix for file in folder.iterdir()] == [".docx"]


def test_cancel_writes_nothing(window: ReviewWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *given: asked.append(given))
    window.exports.open(None, window._query)
    dialog = window.exports.dialog
    assert dialog is not None
    dialog.reject()
    assert asked == []
