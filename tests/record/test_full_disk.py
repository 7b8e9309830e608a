"""The disk is full: the call goes on, the user is told once, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

OnSmallDisk = Callable[[str, str], dict[str, Any]]

FULL = [
    "record_failed",
    "The disk is full: this call goes on, and what is said is held in memory until there is room.",
    False,
]
FREE_AGAIN = [
    "record_failed",
    "The archive can be written again: all that was held in memory is kept now.",
    True,
]


def test_when_room_is_made_during_the_call_all_of_it_is_kept(on_small_disk: OnSmallDisk) -> None:
    happened = on_small_disk("full_disk_child.py", "full_in_the_middle")

    assert happened["held"] > 20
    assert happened["faults"] == [FULL, FREE_AGAIN]
    assert happened["kept"] == [list(range(45))]
    assert happened["texts_whole"]
    assert happened["trouble"] is None
    assert happened["interrupted"] == [False]


def test_a_call_that_begins_on_a_full_disk_is_kept_once_there_is_room(
    on_small_disk: OnSmallDisk,
) -> None:
    happened = on_small_disk("full_disk_child.py", "full_from_the_start")

    assert happened["id_while_full"] is None
    assert happened["faults"] == [FULL, FREE_AGAIN]
    assert happened["kept"] == [list(range(11))]
    assert happened["trouble"] is None


def test_when_the_disk_is_still_full_at_the_end_the_rest_is_offered_and_can_be_kept_later(
    on_small_disk: OnSmallDisk,
) -> None:
    happened = on_small_disk("full_disk_child.py", "full_to_the_end")

    assert "the disk is full; make room on it and try again" in happened["trouble"]
    assert "in memory only" in happened["trouble"]
    kept_then = happened["kept_then"]
    assert kept_then[:5] == [0, 1, 2, 3, 4]
    lines = happened["held_text"].splitlines()
    assert [int(line.split("final ")[1].split()[0]) for line in lines] == list(
        range(len(kept_then), 41)
    ), "kept and held together are the whole call"
    assert lines[-1].startswith("[02:00] Employer: final 40 and many more words")
    assert happened["second_trouble"] is None
    assert happened["kept"] == [list(range(41))]
    assert happened["interrupted"] == [False]
    assert happened["held_text_then"] == ""


def test_an_archive_can_not_be_made_on_a_full_disk_and_one_line_says_so(
    on_small_disk: OnSmallDisk,
) -> None:
    trouble = on_small_disk("full_disk_child.py", "full_when_opened")["trouble"]

    assert trouble is not None
    assert trouble.endswith("archive.db: the disk is full; make room on it and try again")


def test_when_there_is_no_room_to_delete_a_call_it_stays_whole_and_one_line_says_so(
    on_small_disk: OnSmallDisk,
) -> None:
    happened = on_small_disk("full_disk_child.py", "full_when_deleting")

    assert happened["trouble"].endswith("the disk is full; make room on it and try again")
    assert happened["kept"] == [list(range(10))]


def test_when_there_is_room_to_delete_but_not_to_wipe_that_is_done_when_the_archive_is_closed(
    on_small_disk: OnSmallDisk,
) -> None:
    happened = on_small_disk("full_disk_child.py", "full_when_wiping")

    assert happened["trouble"].startswith(
        "Call 1 is deleted, but its traces are not wiped from the file yet: "
    )
    assert "the disk is full" in happened["trouble"]
    assert happened["calls_then"] == []
    assert not happened["words_on_disk"]
    assert happened["shrank"], "every page was written anew"
