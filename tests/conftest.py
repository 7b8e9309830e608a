"""What all tests share: a data folder of their own, the real models, the spoken test lines."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from prompter import paths
from prompter.recognize.models import find_model, install_model
from prompter.record import keyring_store
from prompter.record.keys import KEYS, Keys, Protect
from tests.sound_server import sound_server

__all__ = ["sound_server"]
REPOSITORY = Path(__file__).parent.parent

# The program is run with a keyring, as it is on most desktops; this process too, should it have
# to read what the program has written.
os.environ["PYTHON_KEYRING_BACKEND"] = "tests.keyring_in_a_file.Keyring"
os.environ["PROMPTER_TEST_KEYRING"] = str(Path(tempfile.mkdtemp()) / "keyring.json")
KEYS.choose(Protect.PLAIN)
os.environ["PYTHONPATH"] = os.pathsep.join(
    [str(REPOSITORY), *filter(None, [os.environ.get("PYTHONPATH")])]
)


@pytest.fixture(autouse=True)
def keyring(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of an empty keyring."""
    file = tmp_path_factory.mktemp("keyring") / "keyring.json"
    monkeypatch.setenv("PROMPTER_TEST_KEYRING", str(file))
    monkeypatch.setattr(keyring_store._silence, "until_s", 0.0)
    return file


@pytest.fixture(autouse=True)
def plain_archives(monkeypatch: pytest.MonkeyPatch) -> Keys:
    """What tests make themselves can be looked into; what the program makes is encrypted."""
    keys = KEYS
    monkeypatch.setattr(keys, "_protect", Protect.PLAIN)
    monkeypatch.setattr(keys, "_own", None)
    monkeypatch.setattr(keys, "_known", {})
    return keys


@pytest.fixture(scope="session")
def vosk_folder() -> Path:
    """The real Vosk model in the user's own data folder; installed if it isn't there."""
    install_model("vosk-small-en-us")
    return find_model("vosk-small-en-us")


@pytest.fixture
def data_folder(
    tmp_path: Path, vosk_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """An empty data folder in which the real models are installed."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    (folder / "models").symlink_to(vosk_folder.parent, target_is_directory=True)
    figure = paths.data_folder() / "engine.json"
    if figure.exists():
        (folder / "engine.json").write_bytes(figure.read_bytes())
    monkeypatch.setenv("PROMPTER_DATA_DIR", str(folder))
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    yield folder
    assert folder.stat().st_mode & 0o077 == 0, "the data folder must stay private"
