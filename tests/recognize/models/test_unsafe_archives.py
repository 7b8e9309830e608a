"""An archive that is damaged or meant ill is refused whole, with one line."""

from __future__ import annotations

import gzip
import io
import os
import random
import re
import tarfile
import tracemalloc
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from prompter.errors import ModelTrouble
from prompter.recognize.models import install_model, verify_model

if TYPE_CHECKING:
    from tests.recognize.models.conftest import TinyModel


def left_behind(folder: Path) -> list[str]:
    """What is in the models folder besides the lock."""
    return sorted(path.name for path in folder.iterdir() if path.name != ".install.lock")


def evil_zip(archive: Path, name: str, mode: int = 0) -> None:
    with zipfile.ZipFile(archive, "a") as opened:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        opened.writestr(info, b"../../../etc/passwd")


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/evil.txt", "am/../../evil.txt", "C:evil.txt", "..\\evil.txt"]
)
def test_an_archive_that_points_outside_is_refused_whole(
    tiny: TinyModel, folder: Path, name: str
) -> None:
    source = tiny.as_zip()
    evil_zip(source, name)

    with pytest.raises(ModelTrouble, match="points outside the archive; not unpacked"):
        install_model("tiny", source=source, folder=folder, catalogue=tiny.loaded())

    assert left_behind(folder) == []
    assert not list(tiny.folder.parent.rglob("*evil*"))


def test_a_zip_with_a_symbolic_link_is_refused(tiny: TinyModel, folder: Path) -> None:
    source = tiny.as_zip()
    evil_zip(source, "vosk-model-tiny-1/link", 0o120777)

    with pytest.raises(ModelTrouble, match="link is a link or device; not unpacked"):
        install_model("tiny", source=source, folder=folder, catalogue=tiny.loaded())


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, b"6"])
def test_a_tar_with_a_link_device_or_pipe_is_refused(
    tiny: TinyModel, folder: Path, kind: bytes
) -> None:
    source = tiny.folder / "evil.tar"
    with tarfile.open(source, "w") as opened:
        info = tarfile.TarInfo("am/final.mdl")
        info.type, info.linkname = kind, "/etc/passwd"
        opened.addfile(info)

    with pytest.raises(ModelTrouble, match=r"am/final.mdl is a link or device; not unpacked"):
        install_model("tiny", source=source, folder=folder, catalogue=tiny.loaded())


@pytest.mark.parametrize("kind", [tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE, tarfile.XGLTYPE])
def test_a_name_that_would_fill_the_memory_is_refused_before_it_is_read(
    tiny: TinyModel, folder: Path, kind: bytes
) -> None:
    source = tiny.folder / "bomb.tar.gz"
    info = tarfile.TarInfo("@LongLink")
    info.type, info.size = kind, 200_000_000
    with gzip.open(source, "wb", compresslevel=1) as packed:
        packed.write(info.tobuf(tarfile.GNU_FORMAT))
        for _ in range(200):
            packed.write(bytes(1_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(ModelTrouble, match="damaged, or neither a zip nor a tar"):
            install_model("tiny", source=source, folder=folder, catalogue=tiny.loaded())
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()
    assert left_behind(folder) == []


def test_an_archive_that_would_fill_the_disk_is_refused_before_it_is_unpacked(
    tiny: TinyModel, folder: Path
) -> None:
    many, huge, twice = (tiny.folder / name for name in ("many.tar", "huge.tar", "twice.tar"))
    with tarfile.open(many, "w") as opened:
        for number in range(2_001):
            info = tarfile.TarInfo(f"folder{number}")
            info.type = tarfile.DIRTYPE
            opened.addfile(info)
    info = tarfile.TarInfo("am/final.mdl")
    info.size = 3 * 2**30  # the header alone: nothing but what it says may be looked at
    huge.write_bytes(info.tobuf() + bytes(1024))
    with tarfile.open(twice, "w") as opened:
        for name in ("am/final.mdl", "AM/final.mdl"):
            opened.addfile(tarfile.TarInfo(name), io.BytesIO())

    for source, reason in [
        (many, "holds more than 2,000 files; this is no model"),
        (huge, "holds more than 2,147,483,648 bytes; this is no model"),
        (twice, "holds AM/final.mdl twice"),
    ]:
        with pytest.raises(ModelTrouble, match=reason):
            install_model("tiny", source=source, folder=folder, catalogue=tiny.loaded())


@pytest.mark.parametrize("kind", ["zip", "tgz"])
def test_whatever_byte_of_an_archive_is_damaged_it_is_one_line_and_nothing_is_installed(
    tiny: TinyModel, folder: Path, kind: str
) -> None:
    catalogue = tiny.loaded()
    archive = tiny.as_zip() if kind == "zip" else tiny.as_tgz()
    whole = archive.read_bytes()
    chance = random.Random(kind)
    for number in range(150):
        damaged = bytearray(whole)
        for _ in range(3):
            # mostly in the directory at a zip's end, and in headers, where the trouble is
            near = chance.choice([len(whole), 1200])
            damaged[-1 - chance.randrange(near)] = chance.randrange(256)
        archive.write_bytes(damaged[: chance.choice([len(whole), chance.randrange(len(whole))])])
        trouble = ""
        try:
            install_model("tiny", source=archive, folder=folder, catalogue=catalogue)
        except ModelTrouble as error:
            trouble = str(error)
        if trouble:
            assert re.fullmatch(r".*; .*run: prompter models install tiny", trouble), number
        else:  # the damage hit something without meaning, such as a time
            assert verify_model("tiny", folder, catalogue=catalogue) == []


def test_pipes_and_dead_links_in_the_given_folder_are_left_alone(
    tiny: TinyModel, folder: Path
) -> None:
    source = tiny.as_folder()
    os.mkfifo(source / "graph/pipe")
    (source / "graph/link").symlink_to("nowhere")

    assert install_model("tiny", source=source, folder=folder, catalogue=tiny.loaded()).is_dir()
