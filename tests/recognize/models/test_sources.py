"""From one source to the next, and only one installation at a time."""

from __future__ import annotations

import socket
import threading
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


def test_a_publisher_who_cannot_be_reached_is_passed_over_with_a_line_for_the_next_source(
    tiny: TinyModel, folder: Path, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        closed = nobody.getsockname()[1]
    publisher = publish(tiny.as_zip().read_bytes())
    catalogue = tiny.loaded(
        f'[[models.tiny.sources]]\nurl = "http://127.0.0.1:{closed}/tiny.zip"\n'
        f'[[models.tiny.sources]]\nurl = "{publisher.url}"\n'
    )
    told: list[str] = []

    install_model("tiny", folder=folder, catalogue=catalogue, tell=told.append)

    assert told == ["Passed over 127.0.0.1: can't be reached (Connection refused)"]
    assert_sound(folder, catalogue)


def test_a_name_that_does_not_resolve_is_said_at_once(tiny: TinyModel, folder: Path) -> None:
    catalogue = tiny.loaded('[[models.tiny.sources]]\nurl = "http://nowhere.invalid/tiny.zip"')

    with pytest.raises(ModelTrouble, match=r"nowhere.invalid: can't be reached \("):
        install_model("tiny", folder=folder, catalogue=catalogue)


def test_a_second_installation_at_the_same_time_gets_one_line_and_the_first_ends_well(
    tiny: TinyModel, folder: Path, publish: Publish
) -> None:
    publisher = publish(tiny.as_zip().read_bytes())
    publisher.stall_after = 100_000
    catalogue = tiny.publish_at(publisher.url)
    under_way = threading.Event()

    def progress(step: str, done: int, total: int | None) -> None:
        del step, total
        if done > 0:
            under_way.set()

    first = threading.Thread(
        target=install_model,
        args=("tiny",),
        kwargs={"folder": folder, "catalogue": catalogue, "progress": progress},
    )
    first.start()
    assert under_way.wait(30)
    with pytest.raises(ModelTrouble) as told:
        install_model("tiny", folder=folder, catalogue=catalogue)
    publisher.go_on.set()
    first.join(30)

    assert str(told.value) == (
        f"{folder}: another installation is at work here; wait for it to end, "
        "then run: prompter models list"
    )
    assert_sound(folder, catalogue)
