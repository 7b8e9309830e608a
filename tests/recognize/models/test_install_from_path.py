"""`--from`: a model is installed from a folder, zip or tar of the user's, or refused whole."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from prompter.errors import ModelTrouble
from prompter.recognize.models import find_model, install_model, verify_model

if TYPE_CHECKING:
    from tests.recognize.models.conftest import TinyModel


def left_behind(folder: Path) -> list[str]:
    """What is in the models folder besides the lock."""
    return sorted(path.name for path in folder.iterdir() if path.name != ".install.lock")


@pytest.mark.parametrize("kind", ["folder", "zip", "zip without a top folder", "tgz"])
def test_a_model_is_installed_from_wherever_it_lies_inside_the_source(
    tiny: TinyModel, folder: Path, kind: str
) -> None:
    match kind:
        case "folder":
            source = tiny.as_folder("some/where/deep").parent.parent
        case "zip":
            source = tiny.as_zip()
        case "zip without a top folder":
            source = tiny.as_zip(top="")
        case _:
            source = tiny.as_tgz()
    catalogue = tiny.loaded()
    steps: list[tuple[str, int, int | None]] = []

    place = install_model(
        "tiny",
        source=source,
        folder=folder,
        catalogue=catalogue,
        progress=lambda *step: steps.append(step),
    )

    assert place == folder / "tiny"
    assert find_model("tiny", folder, catalogue=catalogue) == place
    assert verify_model("tiny", folder, catalogue=catalogue) == []
    assert (place / "am/final.mdl").read_bytes() == tiny.files["am/final.mdl"]
    size = sum(map(len, tiny.files.values()))
    assert steps[-1] == ("Unpacking tiny", size, size)
    assert left_behind(folder) == ["tiny"]


def test_the_installed_folder_is_private_and_holds_the_model_alone(
    tiny: TinyModel, folder: Path
) -> None:
    tiny.files["rescore/G.carpa"] = b"not in the catalogue, and Vosk would load it"

    place = install_model("tiny", source=tiny.as_zip(), folder=folder, catalogue=tiny.loaded())

    assert place.stat().st_mode & 0o077 == 0
    assert {p.relative_to(place).as_posix() for p in place.rglob("*") if p.is_file()} == {
        "README",
        "am/final.mdl",
        "conf/mfcc.conf",
        "conf/model.conf",
        "graph/Gr.fst",
        "graph/HCLr.fst",
        "model.json",
    }


def test_options_are_set_in_our_copy_after_the_check_and_the_source_stays_as_it_was(
    tiny: TinyModel, folder: Path
) -> None:
    source = tiny.as_folder()

    place = install_model("tiny", source=source, folder=folder, catalogue=tiny.loaded())

    assert (place / "conf/mfcc.conf").read_text() == "--use-energy=false\n--dither=32\n"
    assert (place / "conf/model.conf").read_text() == "--beam=10.0\n--frames-per-chunk=9\n"
    assert (source / "conf/mfcc.conf").read_bytes() == tiny.files["conf/mfcc.conf"]
    manifest = json.loads((place / "model.json").read_text())
    assert set(manifest["tuned"]) == {"conf/mfcc.conf", "conf/model.conf"}
    tuned = hashlib.sha256(b"--use-energy=false\n--dither=32\n").hexdigest()
    assert manifest["tuned"]["conf/mfcc.conf"]["sha256"] == tuned
    assert manifest["name"] == "tiny"
    assert manifest["source"] == str(source)
    assert set(manifest["files"]) == {"README", "am/final.mdl", "graph/Gr.fst", "graph/HCLr.fst"}


def test_a_sound_model_is_left_as_it_is_but_another_copy_replaces_it(
    tiny: TinyModel, folder: Path
) -> None:
    catalogue = tiny.loaded()
    source = tiny.as_zip()
    place = install_model("tiny", source=source, folder=folder, catalogue=catalogue)
    before = place.stat().st_ino

    install_model("tiny", folder=folder, catalogue=catalogue)
    assert place.stat().st_ino == before
    install_model("tiny", source=source, folder=folder, catalogue=catalogue)
    assert place.stat().st_ino != before
    assert left_behind(folder) == ["tiny"]


def test_one_changed_byte_in_the_source_is_found_before_anything_is_installed(
    tiny: TinyModel, folder: Path
) -> None:
    content = bytearray(tiny.files["graph/Gr.fst"])
    content[45_000] ^= 1
    tiny.files["graph/Gr.fst"] = bytes(content)
    source = tiny.as_zip()

    with pytest.raises(ModelTrouble) as told:
        install_model("tiny", source=source, folder=folder, catalogue=tiny.loaded())

    assert str(told.value) == (
        f"{source}: graph/Gr.fst is damaged or of another model (wrong checksum); "
        "give another copy, or run: prompter models install tiny"
    )
    assert left_behind(folder) == []


def test_another_model_is_refused_with_what_differs(tiny: TinyModel, folder: Path) -> None:
    tiny.files["am/final.mdl"] = b"another model"
    source = tiny.as_folder()

    with pytest.raises(ModelTrouble) as told:
        install_model("tiny", source=source, folder=folder, catalogue=tiny.loaded())

    assert str(told.value) == (
        f"{source}: does not hold the speech model tiny "
        "(am/final.mdl has 13 bytes instead of 600,000); "
        "give another copy, or run: prompter models install tiny"
    )


def test_a_source_that_is_not_there_or_no_archive_is_said_in_one_line(
    tiny: TinyModel, folder: Path
) -> None:
    text = tiny.folder / "notes.txt"
    text.write_text("no archive\n" * 1000)
    for source, reason in [
        (tiny.folder / "nowhere.zip", "there is no such folder or archive"),
        (text, "damaged, or neither a zip nor a tar archive"),
    ]:
        with pytest.raises(ModelTrouble) as told:
            install_model("tiny", source=source, folder=folder, catalogue=tiny.loaded())
        assert str(told.value) == (
            f"{source}: {reason}; give another copy, or run: prompter models install tiny"
        )


def test_a_folder_that_was_put_there_by_hand_is_kept_aside_and_the_user_is_told(
    tiny: TinyModel, folder: Path
) -> None:
    own = folder / "tiny"
    own.mkdir(parents=True)
    (own / "mine.txt").write_text("mine")
    told: list[str] = []

    install_model(
        "tiny", source=tiny.as_zip(), folder=folder, catalogue=tiny.loaded(), tell=told.append
    )

    assert (folder / "tiny.kept-1" / "mine.txt").read_text() == "mine"
    assert told == [
        f"What lay in {own} was not installed by Prompter; it is kept in {folder}/tiny.kept-1"
    ]
    assert find_model("tiny", folder, catalogue=tiny.loaded()) == own
