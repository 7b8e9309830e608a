"""Records on a disk that gets full and is freed again; prints what happened as JSON.

Arguments: the scene, and the folder where the small disk is mounted.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from prompter.errors import PrompterError
from prompter.messages import Channel, Fault, Hypothesis
from prompter.record import Archive, ArchiveReader, Keep, Recorder

DISK = Path(sys.argv[2])
PATH = DISK / "data" / "archive.db"
BALLAST = DISK / "ballast"


def fill_up(room: int = 0) -> None:
    """Fill the disk but for `room` bytes."""
    with BALLAST.open("wb", buffering=0) as ballast:
        for size in (4096, 1):
            try:
                while ballast.write(b"x" * size):
                    pass
            except OSError:
                continue
        ballast.truncate(max(0, ballast.tell() - room))


def final(number: int) -> Hypothesis:
    text = f"final {number} " + "and many more words " * 20
    return Hypothesis(
        Channel.THEM, number, text.strip(), (), True, number * 3.0, number * 3.0 + 2.0
    )


class Scene:
    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.archive = Archive.open(PATH, on_fault=self.faults.append)
        self.recorder = Recorder(self.archive, Keep.TRANSCRIPT, on_fault=self.faults.append)

    def begin(self) -> None:
        self.recorder.begin("Acme", "recording")

    def take(self, first: int, last: int) -> None:
        for number in range(first, last + 1):
            self.recorder.take(final(number))

    def end(self) -> str | None:
        try:
            self.recorder.end(600.0)
        except PrompterError as trouble:
            return str(trouble)
        return None

    def report(self, **more: Any) -> dict[str, Any]:
        self.archive.close()
        with ArchiveReader.open(PATH) as reader:
            calls = [reader.call(call.id) for call in reader.calls()]
        return {
            "faults": [[fault.kind, fault.text, fault.over] for fault in self.faults],
            "kept": [[said.utterance for said in call.segments] for call in calls],
            "texts_whole": all(
                said.text == final(said.utterance).text for call in calls for said in call.segments
            ),
            "interrupted": [call.summary.interrupted for call in calls],
            **more,
        }


def full_in_the_middle() -> dict[str, Any]:
    scene = Scene()
    scene.begin()
    scene.take(0, 4)
    fill_up()
    scene.take(5, 40)
    held = scene.recorder.held
    BALLAST.unlink()
    scene.take(41, 44)
    trouble = scene.end()
    return scene.report(held=held, held_at_end=scene.recorder.held, trouble=trouble)


def full_from_the_start() -> dict[str, Any]:
    scene = Scene()
    fill_up()
    scene.begin()
    id_while_full = scene.recorder.call_id
    scene.take(0, 9)
    BALLAST.unlink()
    scene.take(10, 10)
    trouble = scene.end()
    return scene.report(id_while_full=id_while_full, trouble=trouble)


def full_to_the_end() -> dict[str, Any]:
    scene = Scene()
    scene.begin()
    scene.take(0, 4)
    fill_up()
    scene.take(5, 40)
    trouble = scene.end()
    held_text = scene.recorder.held_text()
    with ArchiveReader.open(PATH) as reader:
        kept_then = [said.utterance for said in reader.call(1).segments]
    BALLAST.unlink()
    second_trouble = scene.end()
    return scene.report(
        trouble=trouble,
        held_text=held_text,
        kept_then=kept_then,
        second_trouble=second_trouble,
        held_text_then=scene.recorder.held_text(),
    )


def full_when_opened() -> dict[str, Any]:
    fill_up()
    try:
        Scene()
    except PrompterError as trouble:
        return {"trouble": str(trouble)}
    return {"trouble": None}


def delete_with_room(room: int) -> dict[str, Any]:
    scene = Scene()
    scene.begin()
    scene.take(0, 9)
    scene.end()
    scene.archive.close()
    scene.archive = Archive.open(PATH, on_fault=scene.faults.append)
    size = PATH.stat().st_size
    fill_up(room)
    try:
        scene.archive.delete(1)
        trouble = None
    except PrompterError as error:
        trouble = str(error)
    BALLAST.unlink()
    with ArchiveReader.open(PATH) as reader:
        calls_then = [call.id for call in reader.calls()]
    happened = scene.report(trouble=trouble, calls_then=calls_then)
    on_disk = b"".join(file.read_bytes() for file in PATH.parent.iterdir())
    shrank = PATH.stat().st_size < size
    return {**happened, "words_on_disk": b"many" in on_disk, "shrank": shrank}


def full_when_deleting() -> dict[str, Any]:
    return delete_with_room(0)


def full_when_wiping() -> dict[str, Any]:
    return delete_with_room(80 * 1024)


SCENES: dict[str, Callable[[], dict[str, Any]]] = {
    scene.__name__: scene
    for scene in (
        full_in_the_middle,
        full_from_the_start,
        full_to_the_end,
        full_when_opened,
        full_when_deleting,
        full_when_wiping,
    )
}
print(json.dumps(SCENES[sys.argv[1]]()))
