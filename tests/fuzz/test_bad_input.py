"""Bytes that mean harm: no crash, no hang, no traceback, no write outside of the folder.

A few seconds each here; longer by hand: make fuzz.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.fuzz.__main__ import NAMES


@pytest.mark.parametrize("name", NAMES)
def test_changed_input_is_read_or_refused_with_one_line(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.one", name, "10"],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
