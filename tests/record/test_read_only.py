"""The disk is read-only: one clear line for who wants to write, and reading still works."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

OnSmallDisk = Callable[[str, str], dict[str, Any]]


@pytest.mark.parametrize("scene", ["with_a_call", "no_archive_yet"])
def test_an_archive_that_can_not_be_written_is_refused_with_one_line(
    on_small_disk: OnSmallDisk, scene: str
) -> None:
    happened = on_small_disk("read_only_child.py", scene)

    trouble = happened["trouble"]
    assert trouble is not None
    assert "\n" not in trouble
    assert "PROMPTER_DATA_DIR" in trouble, "it says what to do"
    assert "/disk/data" in trouble, "it says where"
    assert happened["unchanged"]


def test_calls_on_a_read_only_disk_can_be_read_and_searched(on_small_disk: OnSmallDisk) -> None:
    happened = on_small_disk("read_only_child.py", "with_a_call")

    assert happened["read"] == ["we have gone with her"]
    assert happened["found"] == ["we have gone with her"]


def test_a_damaged_archive_on_a_read_only_disk_is_left_where_it_is(
    on_small_disk: OnSmallDisk,
) -> None:
    happened = on_small_disk("read_only_child.py", "damaged")

    assert happened["trouble"] is not None
    assert happened["unchanged"]
