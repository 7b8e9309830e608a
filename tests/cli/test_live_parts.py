"""What a start from the desktop does with kept calls, before and after they are opened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from prompter.cli.live_parts import LiveParts
from prompter.messages import Fault
from prompter.record import Archive, ArchiveReader, Keep, keyring_store
from prompter.record.keys import KEYS, Protect
from prompter.settings import Settings
from tests.new_program import a_new_program

SECRET = "four words are good"


def test_old_calls_behind_a_passphrase_go_when_it_is_typed_and_the_start_asks_nothing(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(keyring_store, "keyring_name", lambda: "")
    live = LiveParts(Settings(keep_days=30, protect="passphrase"))
    KEYS.choose(Protect.PASSPHRASE)
    live.vault.choose_passphrase(SECRET)
    faults: list[Fault] = []
    with Archive.open(live.vault.path, on_fault=faults.append) as archive:
        for days in (40, 1):
            began = datetime.now(UTC) - timedelta(days=days)
            archive.begin_call(began, f"{days} days", "recording", "default", Keep.CARDS)
    a_new_program(Protect.PASSPHRASE)
    before = live.vault.path.read_bytes()
    live.put_in_order()
    assert capfd.readouterr() == ("", "")
    assert live.vault.path.read_bytes() == before
    live.vault.unlock(SECRET)
    live.put_in_order()
    with ArchiveReader.open(live.vault.path) as reader:
        assert [call.title for call in reader.calls()] == ["1 days"]
    assert faults == []
    assert data_folder == live.vault.path.parent
