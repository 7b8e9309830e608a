"""An installation that is killed, or runs out of room, never leaves a half model in use."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import prompter
from prompter.errors import ModelTrouble
from prompter.recognize.models import find_model, install_model, verify_model

if TYPE_CHECKING:
    from tests.recognize.models.conftest import Publisher, TinyModel

    Publish = Callable[[bytes], Publisher]

CHILD = Path(__file__).parent / "children" / "installing_child.py"


def start_child(catalogue: Path, folder: Path, die_at: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(CHILD), str(catalogue), str(folder), die_at],
        env=os.environ | {"PYTHONPATH": str(Path(prompter.__file__).parent.parent)},
    )


def left_behind(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith(".installing-"))


def test_after_a_kill_in_the_middle_of_a_download_the_next_try_goes_on_from_there(
    tiny: TinyModel, folder: Path, publish: Publish
) -> None:
    publisher = publish(tiny.as_zip().read_bytes())
    publisher.stall_after = 300_000
    catalogue = tiny.publish_at(publisher.url)
    part = folder / ".downloads" / "tiny-vosk-model-tiny-1.zip.part"

    with start_child(tiny.folder / "tiny.toml", folder, "never") as child:
        deadline = time.monotonic() + 60
        while not (part.exists() and part.stat().st_size > 100_000):
            assert child.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        child.kill()
    there = part.stat().st_size
    with pytest.raises(ModelTrouble, match="tiny is not installed; run: prompter models install"):
        find_model("tiny", folder, catalogue=catalogue)

    publisher.stall_after = None
    install_model("tiny", folder=folder, catalogue=catalogue)

    assert publisher.asked == ["", f"bytes={there}-"]
    assert verify_model("tiny", folder, catalogue=catalogue) == []
    assert left_behind(folder) == []


def test_a_model_that_was_half_unpacked_when_the_program_was_killed_is_never_found(
    tiny: TinyModel, folder: Path, publish: Publish
) -> None:
    publisher = publish(tiny.as_zip().read_bytes())
    catalogue = tiny.publish_at(publisher.url)

    with start_child(tiny.folder / "tiny.toml", folder, "Unpacking") as child:
        assert child.wait(60) == -signal.SIGKILL
    assert len(left_behind(folder)) == 1
    with pytest.raises(ModelTrouble, match="tiny is not installed"):
        find_model("tiny", folder, catalogue=catalogue)

    install_model("tiny", folder=folder, catalogue=catalogue)

    assert len(publisher.asked) == 1, "the archive was there already"
    assert verify_model("tiny", folder, catalogue=catalogue) == []
    assert left_behind(folder) == []


def test_an_installed_model_stays_usable_when_its_replacement_is_killed_half_way(
    tiny: TinyModel, folder: Path, publish: Publish
) -> None:
    publisher = publish(tiny.as_zip().read_bytes())
    catalogue = tiny.publish_at(publisher.url)
    install_model("tiny", source=tiny.as_zip(), folder=folder, catalogue=catalogue)
    (folder / "tiny" / "README").write_bytes(b"changed")

    with start_child(tiny.folder / "tiny.toml", folder, "Unpacking") as child:
        assert child.wait(60) == -signal.SIGKILL

    assert (folder / "tiny" / "am/final.mdl").read_bytes() == tiny.files["am/final.mdl"]


def test_a_model_that_does_not_fit_on_the_disk_is_not_even_begun(
    tiny: TinyModel, folder: Path, publish: Publish
) -> None:
    publisher = publish(tiny.as_zip().read_bytes())
    catalogue = tiny.loaded(f'[[models.tiny.sources]]\nurl = "{publisher.url}"\nsize = {10**18}\n')

    with pytest.raises(ModelTrouble) as told:
        install_model("tiny", folder=folder, catalogue=catalogue)

    assert f"{folder}: tiny needs 1,000,000,000,018 MB and " in str(told.value)
    assert str(told.value).endswith(
        " MB are free; free some, or choose another disk with PROMPTER_DATA_DIR, "
        "then run: prompter models install tiny"
    )
    assert publisher.asked == []


def test_when_writing_fails_half_way_it_is_one_line_and_the_archive_is_kept(
    tiny: TinyModel, folder: Path, publish: Publish
) -> None:
    publisher = publish(tiny.as_zip().read_bytes())
    catalogue = tiny.publish_at(publisher.url)
    part = folder / ".downloads" / "tiny-vosk-model-tiny-1.zip.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(publisher.content)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, old[1]))  # as a full disk would do
    try:
        with pytest.raises(ModelTrouble) as told:
            install_model("tiny", folder=folder, catalogue=catalogue)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)

    assert str(told.value) == (
        f"{folder}: can't install tiny (File too large); "
        "mend that, then run: prompter models install tiny"
    )
    assert not (folder / "tiny").exists()
    assert left_behind(folder) == []
    assert part.exists()


def test_a_folder_that_cannot_be_made_is_one_line(tiny: TinyModel, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(prompter.errors.PrompterError, match="can't make this folder"):
        install_model("tiny", folder=tmp_path / "file" / "models", catalogue=tiny.loaded())
