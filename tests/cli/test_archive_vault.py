"""`prompter archive`: what a user sees who protects, locks, backs up and restores kept calls."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from prompter import paths
from tests.cli.conftest import Run

SECRET, OTHER = "four words are good", "another four good words"


@pytest.fixture
def kept(run: Run, data_folder: Path, tmp_path: Path) -> Path:
    """Call 1, of a written transcript; gives the archive."""
    (data_folder / "settings.toml").write_text('engine = "vosk"\nkeep = "transcript"\n')
    said = tmp_path / "call.txt"
    said.write_text("Employer: we chose someone from zanzibar\nMe: thank you\n")
    assert "Kept as call 1" in run("calls", "import", said).stdout
    return data_folder / "archive.db"


@pytest.fixture
def passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that PROMPTER_PASSPHRASE_FILE names."""
    file = tmp_path / "passphrase"
    file.write_text(SECRET + "\n")
    monkeypatch.setenv("PROMPTER_PASSPHRASE_FILE", str(file))
    return file


def test_kept_calls_are_encrypted_without_a_question_and_can_be_opened_by_choice(
    run: Run, kept: Path, keyring: Path
) -> None:
    assert b"zanzibar" not in kept.read_bytes()
    found = json.loads(run("archive", "status", "--json").stdout)
    assert (found["guard"], found["file"]) == ("keyring", str(kept))
    assert "Kept calls: encrypted; its key is in the system's keyring" in run("doctor").stdout
    key = keyring.read_text()
    assert "it has another key now" in run("archive", "rekey").stdout
    assert keyring.read_text() != key
    assert "zanzibar" in run("calls", "show", "1").stdout
    assert "not encrypted" in run("archive", "protect", "--plain").stdout
    assert b"zanzibar" in kept.read_bytes()
    assert "zanzibar" in run("calls", "search", "zanzibar").stdout
    assert b"zanzibar" in kept.read_bytes(), "the choice holds"


def test_with_a_passphrase_calls_are_shown_only_to_who_has_it(
    run: Run, kept: Path, passphrase: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "with your passphrase" in run("archive", "protect", "--passphrase").stdout
    assert "zanzibar" in run("calls", "show", "1").stdout
    passphrase.write_text(OTHER)
    before = kept.read_bytes()
    wrong = run("calls", "show", "1")
    assert wrong.returncode == 1
    assert "this passphrase doesn't open it" in wrong.stderr
    assert kept.read_bytes() == before
    monkeypatch.delenv("PROMPTER_PASSPHRASE_FILE")
    nobody = run("calls", "show", "1")
    assert "a passphrase is needed: run this in a terminal" in nobody.stderr
    assert nobody.stderr.count("\n") == 1


@pytest.mark.usefixtures("passphrase")
def test_a_call_goes_on_while_kept_calls_are_locked_and_says_that_nothing_is_kept(
    run: Run, kept: Path, short_call: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("archive", "protect", "--passphrase")
    monkeypatch.delenv("PROMPTER_PASSPHRASE_FILE")
    before = kept.read_bytes()
    done = run("replay", short_call, "--pace", "fast", "--terminal")
    assert done.returncode == 0
    assert "Nothing of this call is kept" in done.stderr
    assert "Employer" in done.stdout
    assert kept.read_bytes() == before


@pytest.mark.usefixtures("passphrase")
def test_a_backup_is_read_elsewhere_and_brought_back(
    run: Run, kept: Path, keyring: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.db"
    assert "opens with that passphrase only" in run("archive", "backup", backup).stdout
    keyring.unlink()  # another computer
    kept.unlink()
    assert "call.txt" not in run("calls", "list").stdout
    assert "call" in run("calls", "list", "--archive", backup).stdout
    done = run("archive", "restore", backup, "--yes")
    assert "restored; encrypted; its key is in the system's keyring" in done.stdout, done.stderr
    assert "zanzibar" in run("calls", "show", "1").stdout


def test_at_a_terminal_the_passphrase_is_typed_unseen_and_asked_for_again_when_it_is_wrong(
    kept: Path, data_folder: Path
) -> None:
    def prompter(*args: str) -> pexpect.spawn[str]:
        env = {**os.environ, "PROMPTER_DATA_DIR": str(data_folder), "COLUMNS": "120"}
        return pexpect.spawn(
            sys.executable, ["-m", "prompter", *args], env=env, encoding="utf-8", timeout=60
        )

    child = prompter("archive", "protect", "--passphrase")
    for question in ("New passphrase", "Once more"):
        child.expect(question)
        child.sendline(SECRET)
    child.expect("encrypted with your passphrase")
    assert SECRET not in (child.before or "")
    child.expect(pexpect.EOF)
    child = prompter("calls", "show", "1")
    for word in (OTHER, SECRET):
        child.expect("Passphrase of")
        child.sendline(word)
    child.expect("zanzibar")
    child.expect(pexpect.EOF)
    assert kept.exists()


def test_the_secret_service_of_a_desktop_keeps_the_key(
    kept: Path, data_folder: Path, tmp_path: Path
) -> None:
    """The real one: gnome-keyring on a session bus of its own."""
    for file in (kept, paths.settings_file()):
        file.unlink(missing_ok=True)
    (data_folder / "settings.toml").write_text('keep = "transcript"\n')
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    script = (
        "printf login | gnome-keyring-daemon --unlock --components=secrets >/dev/null && "
        '"$0" -m prompter calls import "$1" && "$0" -m prompter archive status && '
        '"$0" -m prompter calls show 1'
    )
    environment = {k: v for k, v in os.environ.items() if k != "PYTHON_KEYRING_BACKEND"}
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", script, sys.executable, str(tmp_path / "call.txt")],
        env={
            **environment,
            "PROMPTER_DATA_DIR": str(data_folder),
            "HOME": str(home),
            "XDG_DATA_HOME": str(home),
            "XDG_RUNTIME_DIR": str(home),
        },
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "its key is in the system's keyring" in done.stdout
    assert "zanzibar" in done.stdout
    assert b"zanzibar" not in kept.read_bytes()


def test_a_backup_goes_only_into_a_folder_that_is_there(
    run: Run, kept: Path, passphrase: Path, tmp_path: Path
) -> None:
    for place in (tmp_path / "none" / "backup.db", tmp_path):
        refused = run("archive", "backup", place, "--force")
        assert refused.stderr == f"prompter: {place}: name a file in a folder that is there\n"
    assert not (tmp_path / "none").exists()
    assert (kept.exists(), passphrase.exists()) == (True, True)


def test_an_import_asks_for_the_passphrase_and_without_one_hears_nothing(
    run: Run, kept: Path, passphrase: Path, short_call: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("archive", "protect", "--passphrase")
    said = passphrase.with_name("call.txt")
    assert "Kept as call 2" in run("calls", "import", said).stdout
    monkeypatch.delenv("PROMPTER_PASSPHRASE_FILE")
    before = kept.read_bytes()
    for file in (said, short_call):
        refused = run("calls", "import", file)
        assert refused.returncode == 1
        assert refused.stdout == ""
        assert "a passphrase is needed" in refused.stderr
    assert kept.read_bytes() == before
