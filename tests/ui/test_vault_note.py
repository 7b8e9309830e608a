"""On the start page: kept calls that are locked are opened, or protected for the first time."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from prompter.archive_vault import ArchiveVault, Guard
from prompter.record import Archive, keyring_store
from prompter.record.keys import Keys, Protect
from prompter.settings import load_settings
from prompter.ui.passphrase_dialog import DIFFER, PassphraseDialog
from prompter.ui.vault_note import VaultNote
from tests.new_program import a_new_program
from tests.ui.scripted_live import ScriptedLive

SECRET = "four words are good"


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plain_archives: Keys) -> ScriptedLive:
    """On a desktop without a keyring."""
    plain_archives.choose(Protect.AUTO)
    monkeypatch.setattr(keyring_store, "keyring_name", lambda: "")
    made = ScriptedLive(make_call=lambda _take: pytest.fail("no call is wanted"))
    made.move_to(tmp_path)
    return made


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def note_of(live: ScriptedLive, page: QWidget) -> VaultNote:
    """The note, with its answer."""
    note = VaultNote(live, page)
    shown(note)
    return note


def shown(note: VaultNote) -> None:
    note.wait()
    QApplication.processEvents()


def dialog_of(note: VaultNote) -> PassphraseDialog:
    note.act.click()
    assert note.dialog is not None
    return note.dialog


def lock(vault: ArchiveVault) -> None:
    vault.use_passphrase(SECRET)
    a_new_program(Protect.PASSPHRASE)


def test_without_a_keyring_a_passphrase_is_chosen_by_keyboard_alone(
    live: ScriptedLive, page: QWidget, qtbot: QtBot
) -> None:
    note = note_of(live, page)
    assert "No keyring is here" in note.text.text()
    dialog = dialog_of(note)
    assert dialog.first.echoMode() is QLineEdit.EchoMode.Password
    assert dialog.first.accessibleName() == "Passphrase"
    QTest.keyClicks(dialog.first, SECRET)
    QTest.keyClicks(dialog.second, SECRET + "!")
    QTest.keyClick(dialog.second, Qt.Key.Key_Return)
    assert dialog.trouble.text() == DIFFER
    QTest.keyClick(dialog.second, Qt.Key.Key_Backspace)
    with qtbot.waitSignal(note.in_order):
        QTest.keyClick(dialog.second, Qt.Key.Key_Return)
    shown(note)
    assert note.isHidden()
    assert live.vault.guard is Guard.PASSPHRASE
    assert load_settings(live.settings_file)[0].protect == "passphrase"


def test_a_passphrase_that_is_too_short_is_refused(live: ScriptedLive, page: QWidget) -> None:
    dialog = dialog_of(note_of(live, page))
    for field in (dialog.first, dialog.second):
        QTest.keyClicks(field, "1234567")
    dialog.accept_button.click()
    assert "at least 8 letters" in dialog.trouble.text()
    assert not live.vault.path.exists()


def test_calls_are_left_open_only_by_that_choice(live: ScriptedLive, page: QWidget) -> None:
    note = note_of(live, page)
    dialog_of(note).leave_open.click()
    shown(note)
    assert note.isHidden()
    assert load_settings(live.settings_file)[0].protect == "plain"
    Archive.open(live.vault.path, on_fault=lambda fault: pytest.fail(fault.text)).close()
    assert live.vault.path.read_bytes().startswith(b"SQLite format 3")


def test_locked_calls_open_with_their_passphrase_and_a_wrong_one_says_so(
    live: ScriptedLive, page: QWidget
) -> None:
    lock(live.vault)
    note = note_of(live, page)
    assert "locked" in note.text.text()
    dialog = dialog_of(note)
    assert dialog.second.isHidden()
    QTest.keyClicks(dialog.first, "something else")
    dialog.accept_button.click()
    assert "this passphrase doesn't open it" in dialog.trouble.text()
    assert dialog.isVisible()
    QTest.keyClicks(dialog.first, SECRET)  # the wrong one is selected, so it is typed over
    dialog.accept_button.click()
    shown(note)
    assert note.isHidden()
    assert live.vault.guard is Guard.PASSPHRASE


def test_who_cancels_leaves_all_as_it_was(live: ScriptedLive, page: QWidget) -> None:
    note = note_of(live, page)
    dialog = dialog_of(note)
    QTest.keyClicks(dialog.first, SECRET)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert note.isVisible()
    assert not live.vault.path.exists()


def test_where_nothing_is_kept_nothing_is_asked(live: ScriptedLive, page: QWidget) -> None:
    live.keep = "nothing"
    assert note_of(live, page).isHidden()


def test_a_keyring_that_refuses_is_said(
    live: ScriptedLive, page: QWidget, keyring: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring_store, "keyring_name", lambda: "tests")
    live.vault.use_keyring()
    Archive.open(live.vault.path, on_fault=lambda fault: pytest.fail(fault.text)).close()
    a_new_program()
    keyring.with_name(keyring.name + ".locked").touch()
    note = note_of(live, page)
    assert "the user did not unlock it" in note.text.text()
    assert note.act.isHidden()
