"""Finding a model at a start: quick, and a missing, damaged or wrong one is said in one line."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from prompter.errors import ModelTrouble
from prompter.recognize.models import (
    Catalogue,
    Problem,
    State,
    find_model,
    install_model,
    list_models,
    load_catalogue,
    verify_model,
)

if TYPE_CHECKING:
    from tests.recognize.models.conftest import TinyModel


@pytest.fixture
def catalogue(tiny: TinyModel) -> Catalogue:
    return tiny.loaded()


@pytest.fixture
def place(tiny: TinyModel, folder: Path, catalogue: Catalogue) -> Path:
    """The installed model."""
    return install_model("tiny", source=tiny.as_zip(), folder=folder, catalogue=catalogue)


def flip_a_byte(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def trouble(find: Callable[[], object]) -> str:
    with pytest.raises(ModelTrouble) as told:
        find()
    assert "\n" not in str(told.value)
    return str(told.value)


def test_a_model_that_is_not_installed_says_what_to_run(tmp_path: Path) -> None:
    assert trouble(lambda: find_model("vosk-small-en-us", tmp_path)) == (
        "Speech model vosk-small-en-us is not installed; "
        "run: prompter models install vosk-small-en-us"
    )


def test_a_folder_without_its_last_file_is_not_installed(
    place: Path, folder: Path, catalogue: Catalogue
) -> None:
    (place / "model.json").unlink()

    line = "Speech model tiny is not installed; run: prompter models install tiny"
    assert trouble(lambda: find_model("tiny", folder, catalogue=catalogue)) == line
    assert trouble(lambda: verify_model("tiny", folder, catalogue=catalogue)) == line


@pytest.mark.parametrize("file", ["am/final.mdl", "conf/mfcc.conf", "README"])
def test_one_changed_byte_is_found_at_the_next_start(
    place: Path, folder: Path, catalogue: Catalogue, file: str
) -> None:
    flip_a_byte(place / file)

    assert trouble(lambda: find_model("tiny", folder, catalogue=catalogue)) == (
        f"Speech model tiny is damaged ({file}); run: prompter models install tiny"
    )


def test_a_file_that_is_cut_short_or_gone_is_found_at_the_next_start(
    place: Path, folder: Path, catalogue: Catalogue
) -> None:
    os.truncate(place / "graph/Gr.fst", 100)
    assert "damaged (graph/Gr.fst)" in trouble(
        lambda: find_model("tiny", folder, catalogue=catalogue)
    )
    (place / "am/final.mdl").unlink()
    assert "damaged (am/final.mdl)" in trouble(
        lambda: find_model("tiny", folder, catalogue=catalogue)
    )


def test_a_byte_that_changed_behind_the_file_systems_back_is_found_by_verify(
    place: Path, folder: Path, catalogue: Catalogue
) -> None:
    file = place / "am/final.mdl"
    times = file.stat()
    flip_a_byte(file)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))

    assert verify_model("tiny", folder, catalogue=catalogue) == [
        Problem("am/final.mdl", "has changed")
    ]


def test_installing_again_mends_even_what_only_verify_sees(
    tiny: TinyModel, place: Path, folder: Path, catalogue: Catalogue
) -> None:
    file = place / "am/final.mdl"
    times = file.stat()
    flip_a_byte(file)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))

    with pytest.raises(ModelTrouble, match="No source gave"):  # it tries; this one has no source
        install_model("tiny", folder=folder, catalogue=catalogue)
    install_model("tiny", source=tiny.as_zip(), folder=folder, catalogue=catalogue)

    assert verify_model("tiny", folder, catalogue=catalogue) == []


def test_a_copy_with_other_times_but_the_right_bytes_is_fine(
    place: Path, tmp_path: Path, catalogue: Catalogue
) -> None:
    other = tmp_path / "other machine" / "models"
    shutil.copytree(place, other / "tiny", copy_function=shutil.copyfile)
    assert (other / "tiny/README").stat().st_mtime_ns != (place / "README").stat().st_mtime_ns

    assert find_model("tiny", other, catalogue=catalogue) == other / "tiny"
    assert verify_model("tiny", other, catalogue=catalogue) == []


def test_another_model_in_its_place_is_said(
    tiny: TinyModel, place: Path, folder: Path, catalogue: Catalogue
) -> None:
    place.rename(folder / "other")
    other = load_catalogue(tiny.catalogue(name="other"))

    assert trouble(lambda: find_model("other", folder, catalogue=other)) == (
        f"{folder}/other: holds tiny instead of other; run: prompter models install other"
    )
    del catalogue


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"name": "tiny"}', b"\xff\xfe", b'{"name":"tiny","build":"","source":"",'
     b'"files":{"README":1},"tuned":{}}'],
)  # fmt: skip
def test_a_damaged_list_of_files_is_damage_like_any_other(
    tiny: TinyModel, place: Path, folder: Path, catalogue: Catalogue, content: bytes
) -> None:
    (place / "model.json").write_bytes(content)

    assert trouble(lambda: find_model("tiny", folder, catalogue=catalogue)) == (
        "Speech model tiny is damaged (model.json); run: prompter models install tiny"
    )
    assert verify_model("tiny", folder, catalogue=catalogue) == [
        Problem("model.json", "can't be read")
    ]
    install_model("tiny", source=tiny.as_zip(), folder=folder, catalogue=catalogue)
    assert find_model("tiny", folder, catalogue=catalogue) == place


def test_a_start_reads_no_model_file_as_long_as_sizes_and_times_are_as_installed(
    place: Path, folder: Path, catalogue: Catalogue
) -> None:
    """Which is what makes it quick: 50 MB would take a tenth of a second and more."""
    read: list[str] = []

    def watch(event: str, args: tuple[object, ...]) -> None:
        if watching and event == "open":
            read.append(str(args[0]))

    watching = True
    sys.addaudithook(watch)
    find_model("tiny", folder, catalogue=catalogue)
    watching = False

    assert read == [str(place / "model.json")]


def test_the_list_tells_how_each_model_stands(
    tiny: TinyModel, place: Path, folder: Path, catalogue: Catalogue
) -> None:
    (status,) = list_models(folder, catalogue=catalogue)
    assert (status.name, status.state, status.folder, status.default) == (
        "tiny", State.INSTALLED, place, True,
    )  # fmt: skip
    assert status.size == sum(map(len, tiny.files.values())) + len("2\n--frames-per-chunk=9")

    flip_a_byte(place / "README")
    (status,) = list_models(folder, catalogue=catalogue)
    assert status.state is State.DAMAGED
    assert status.trouble == (
        "Speech model tiny is damaged (README); run: prompter models install tiny"
    )

    shutil.rmtree(place)
    (status,) = list_models(folder, catalogue=catalogue)
    assert (status.state, status.folder) == (State.NOT_INSTALLED, None)


def test_the_manifest_can_be_read_by_people(place: Path, catalogue: Catalogue) -> None:
    table = json.loads((place / "model.json").read_text())
    facts = catalogue.model("tiny").builds["first"]["am/final.mdl"]

    assert table["format"] == 1
    assert table["build"] == "first"
    assert table["files"]["am/final.mdl"] == {
        "size": facts.size,
        "sha256": facts.sha256,
        "mtime_ns": (place / "am/final.mdl").stat().st_mtime_ns,
    }
