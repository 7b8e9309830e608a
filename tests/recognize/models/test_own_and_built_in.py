"""Models that were not installed: the user's own by their path, and the built-in one."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from prompter.errors import ModelTrouble
from prompter.recognize.models import (
    find_model,
    install_model,
    verify_model,
)

if TYPE_CHECKING:
    from tests.recognize.models.conftest import TinyModel


def trouble(find: Callable[[], object]) -> str:
    with pytest.raises(ModelTrouble) as told:
        find()
    assert "\n" not in str(told.value)
    return str(told.value)


def test_a_vosk_model_folder_of_the_users_own_works_by_its_path_and_is_not_changed(
    tiny: TinyModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tiny.as_folder("mein-modell")
    before = {file: file.stat().st_mtime_ns for file in own.rglob("*")}

    assert find_model(str(own)) == own
    assert find_model(str(own), engine="vosk") == own
    monkeypatch.setenv("HOME", str(tiny.folder))
    assert find_model("~/mein-modell") == own
    assert {file: file.stat().st_mtime_ns for file in own.rglob("*")} == before


def test_both_of_vosks_folder_layouts_and_both_kinds_of_graph_are_known(tmp_path: Path) -> None:
    for number, files in enumerate(
        [
            ("am/final.mdl", "conf/model.conf", "graph/HCLG.fst"),
            ("am/final.mdl", "conf/model.conf", "graph/HCLr.fst", "graph/Gr.fst"),
            ("final.mdl", "mfcc.conf", "HCLG.fst"),
            ("final.mdl", "mfcc.conf", "HCLr.fst", "Gr.fst"),
        ]
    ):
        own = tmp_path / str(number)
        for file in files:
            (own / file).parent.mkdir(parents=True, exist_ok=True)
            (own / file).write_bytes(b"x")
        assert find_model(str(own), engine="vosk") == own


def test_a_path_that_is_no_vosk_model_says_what_is_missing(tiny: TinyModel) -> None:
    own = tiny.as_folder("own")
    (own / "graph/Gr.fst").write_bytes(b"")
    (own / "graph/HCLr.fst").unlink()
    notes = tiny.folder / "notes.txt"
    notes.write_text("")

    assert trouble(lambda: find_model(str(own))) == (
        f"{own} holds no Vosk model (graph/HCLG.fst is missing or empty); "
        "give the folder that holds it, or run: prompter models install vosk-small-en-us"
    )
    assert (
        trouble(lambda: find_model(str(notes)))
        == f"{notes} is no folder; run: prompter models list"
    )
    assert trouble(lambda: find_model("/nowhere/model")) == (
        "/nowhere/model is neither a speech model nor a folder; run: prompter models list"
    )


def test_a_model_for_another_engine_is_refused(tiny: TinyModel) -> None:
    assert trouble(lambda: find_model("vosk-spk", engine="vosk")) == (
        "Speech model vosk-spk is for vosk-speaker, not for vosk; run: prompter models list"
    )
    assert "holds no vosk-speaker model (final.ext.raw is missing" in trouble(
        lambda: find_model(str(tiny.as_folder()), engine="vosk-speaker")
    )


def test_the_built_in_model_is_found_and_sound_without_importing_its_package(
    tmp_path: Path,
) -> None:
    before = "moonshine_voice" in sys.modules

    place = find_model("moonshine-tiny-en", tmp_path)

    assert place.parts[-3:] == ("moonshine_voice", "assets", "tiny-en")
    assert verify_model("moonshine-tiny-en", tmp_path) == []
    assert install_model("moonshine-tiny-en", folder=tmp_path) == place
    assert ("moonshine_voice" in sys.modules) == before
    assert trouble(
        lambda: install_model("moonshine-tiny-en", source=tmp_path, folder=tmp_path)
    ) == ("moonshine-tiny-en is built in; run: prompter models verify moonshine-tiny-en")


def test_a_missing_or_damaged_package_of_the_built_in_model_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mend = "run: pip install --force-reinstall moonshine-voice==0.0.49"
    package = tmp_path / "moonshine_voice"
    tokens = package / "assets/tiny-en/tokenizer.bin"
    tokens.parent.mkdir(parents=True)
    (package / "__init__.py").write_text("raise SystemExit('must not be imported')")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    monkeypatch.delitem(sys.modules, "moonshine_voice", raising=False)

    assert trouble(lambda: find_model("moonshine-tiny-en")) == (
        f"Speech model moonshine-tiny-en is damaged (decoder_model_merged.ort); {mend}"
    )
    shutil.rmtree(package)
    line = f"Speech model moonshine-tiny-en is not installed; {mend}"
    assert trouble(lambda: find_model("moonshine-tiny-en")) == line
    assert trouble(lambda: verify_model("moonshine-tiny-en")) == line
