"""The publisher's download: it goes on where it broke off, and only the right bytes pass."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from prompter.errors import ModelTrouble
from prompter.recognize.models import Catalogue, find_model, install_model, verify_model

if TYPE_CHECKING:
    from tests.recognize.models.conftest import Publisher, TinyModel

    Publish = Callable[[bytes], Publisher]


def part_of(folder: Path) -> Path:
    return folder / ".downloads" / "tiny-vosk-model-tiny-1.zip.part"


def assert_sound(folder: Path, catalogue: Catalogue) -> None:
    assert find_model("tiny", folder, catalogue=catalogue) == folder / "tiny"
    assert verify_model("tiny", folder, catalogue=catalogue) == []
    assert not part_of(folder).exists()


def test_a_download_shows_its_progress_and_leaves_nothing_but_the_model(
    tiny: TinyModel, folder: Path, publish: Publish
) -> None:
    publisher = publish(tiny.as_zip().read_bytes())
    catalogue = tiny.publish_at(publisher.url)
    steps: list[tuple[str, int, int | None]] = []

    install_model(
        "tiny", folder=folder, catalogue=catalogue, progress=lambda *step: steps.append(step)
    )

    assert_sound(folder, catalogue)
    size = len(publisher.content)
    down = [done for step, done, total in steps if step == "Downloading from 127.0.0.1"]
    assert down == sorted(down)
    assert (down[0], down[-1]) == (0, size)
    assert {total for step, _, total in steps if step.startswith("Down")} == {size}


def test_a_download_that_breaks_off_goes_on_by_itself_where_it_stopped(
    tiny: TinyModel, folder: Path, publish: Publish
) -> None:
    publisher = publish(tiny.as_zip().read_bytes())
    publisher.break_after = [100_000, 50_000]
    catalogue = tiny.publish_at(publisher.url)

    install_model("tiny", folder=folder, catalogue=catalogue)

    assert publisher.asked == ["", "bytes=100000-", "bytes=150000-"]
    assert_sound(folder, catalogue)


def test_what_came_before_a_failure_is_kept_for_the_next_try(
    tiny: TinyModel, folder: Path, publish: Publish
) -> None:
    publisher = publish(tiny.as_zip().read_bytes())
    publisher.break_after = [300_000, 0]
    catalogue = tiny.publish_at(publisher.url)

    with pytest.raises(ModelTrouble, match="the connection broke off after 300,000 of"):
        install_model("tiny", folder=folder, catalogue=catalogue)
    assert part_of(folder).stat().st_size == 300_000
    with pytest.raises(ModelTrouble, match="tiny is not installed"):
        find_model("tiny", folder, catalogue=catalogue)

    install_model("tiny", folder=folder, catalogue=catalogue)
    assert publisher.asked[-1] == "bytes=300000-"
    assert_sound(folder, catalogue)


def test_a_server_that_knows_no_parts_is_asked_for_all_of_it_again(
    tiny: TinyModel, folder: Path, publish: Publish
) -> None:
    publisher = publish(tiny.as_zip().read_bytes())
    publisher.ranges = False
    publisher.break_after = [100_000]
    catalogue = tiny.publish_at(publisher.url)

    install_model("tiny", folder=folder, catalogue=catalogue)

    assert publisher.asked == ["", "bytes=100000-"]
    assert_sound(folder, catalogue)


def test_a_server_that_always_breaks_off_at_the_same_place_is_given_up(
    tiny: TinyModel, folder: Path, publish: Publish
) -> None:
    publisher = publish(tiny.as_zip().read_bytes())
    publisher.ranges = False
    publisher.break_after = [100_000] * 9
    catalogue = tiny.publish_at(publisher.url)

    with pytest.raises(ModelTrouble, match="broke off after 100,000 of"):
        install_model("tiny", folder=folder, catalogue=catalogue)
    assert len(publisher.asked) == 2


def test_when_the_kept_part_was_bad_the_archive_is_fetched_once_more_from_its_start(
    tiny: TinyModel, folder: Path, publish: Publish
) -> None:
    publisher = publish(tiny.as_zip().read_bytes())
    catalogue = tiny.publish_at(publisher.url)
    part_of(folder).parent.mkdir(parents=True)
    part_of(folder).write_bytes(b"\0" * 1000)

    install_model("tiny", folder=folder, catalogue=catalogue)

    assert publisher.asked == ["bytes=1000-", ""]
    assert_sound(folder, catalogue)


@pytest.mark.parametrize("too_much", [0, 5_000])
def test_a_whole_or_too_long_part_is_made_good(
    tiny: TinyModel, folder: Path, publish: Publish, too_much: int
) -> None:
    publisher = publish(tiny.as_zip().read_bytes())
    catalogue = tiny.publish_at(publisher.url)
    part_of(folder).parent.mkdir(parents=True)
    part_of(folder).write_bytes(publisher.content + b"\0" * too_much)

    install_model("tiny", folder=folder, catalogue=catalogue)

    assert len(publisher.asked) == (2 if too_much else 0)
    assert_sound(folder, catalogue)


def test_a_whole_part_is_known_as_such_even_where_the_catalogue_has_no_size(
    tiny: TinyModel, folder: Path, publish: Publish
) -> None:
    publisher = publish(tiny.as_zip().read_bytes())
    catalogue = tiny.publish_at(publisher.url, hashed=False)
    part_of(folder).parent.mkdir(parents=True)
    part_of(folder).write_bytes(publisher.content)

    install_model("tiny", folder=folder, catalogue=catalogue)

    assert publisher.asked == [f"bytes={len(publisher.content)}-"]
    assert_sound(folder, catalogue)


def test_one_wrong_byte_in_an_archive_is_found_by_its_checksum_and_nothing_is_kept(
    tiny: TinyModel, folder: Path, publish: Publish
) -> None:
    content = bytearray(tiny.as_zip().read_bytes())
    catalogue_for = tiny.publish_at
    content[200_000] ^= 4
    publisher = publish(bytes(content))

    with pytest.raises(ModelTrouble, match=r"what came is not the model \(wrong checksum\)"):
        install_model("tiny", folder=folder, catalogue=catalogue_for(publisher.url))

    assert not part_of(folder).exists()
    assert not (folder / "tiny").exists()


def test_without_an_archive_checksum_the_checksums_of_the_files_still_guard(
    tiny: TinyModel, folder: Path, publish: Publish
) -> None:
    tiny.files["am/final.mdl"] = bytes(600_000)  # right size, wrong content
    publisher = publish(tiny.as_zip().read_bytes())

    with pytest.raises(ModelTrouble, match=r"am/final.mdl is damaged or of another model"):
        install_model("tiny", folder=folder, catalogue=tiny.publish_at(publisher.url, hashed=False))

    assert not part_of(folder).exists()
    assert not (folder / "tiny").exists()


def test_a_server_that_does_not_say_the_length_is_fine(
    tiny: TinyModel, folder: Path, publish: Publish
) -> None:
    publisher = publish(tiny.as_zip().read_bytes())
    publisher.says_length = False
    catalogue = tiny.publish_at(publisher.url, hashed=False)

    install_model("tiny", folder=folder, catalogue=catalogue)

    assert_sound(folder, catalogue)


def test_a_page_that_comes_in_place_of_the_archive_is_not_taken(
    tiny: TinyModel, folder: Path, publish: Publish
) -> None:
    size = len(tiny.as_zip().read_bytes())
    publisher = publish(b"<html>Please sign in to this network</html>")

    with pytest.raises(ModelTrouble, match=f"offers 43 bytes instead of {size:,}"):
        install_model("tiny", folder=folder, catalogue=tiny.publish_at(publisher.url))


def test_an_answer_that_is_an_error_is_said_with_its_number(
    tiny: TinyModel, folder: Path, publish: Publish
) -> None:
    publisher = publish(tiny.as_zip().read_bytes())
    publisher.status = 404
    told: list[str] = []

    with pytest.raises(ModelTrouble) as raised:
        install_model(
            "tiny", folder=folder, catalogue=tiny.publish_at(publisher.url), tell=told.append
        )

    assert told == ["Passed over 127.0.0.1: answered 404 Not Found"]
    assert str(raised.value) == (
        "No source gave the speech model tiny: 127.0.0.1: answered 404 Not Found. "
        "Try again later, or fetch an archive of it elsewhere and "
        "run: prompter models install tiny --from ARCHIVE"
    )
