"""All tests, in two processes at a time: half of them wait for sound, windows and clocks.

    python scripts/run_tests.py [PYTEST ARGUMENTS]

With arguments, one pytest gets them all.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

APART = ("tests/cli", "tests/fuzz", "tests/calls")
"""These run the whole program, so they take about as long as all others together."""


def main() -> int:
    """Print both reports, one after the other; 0 when all tests pass."""
    pytest = [sys.executable, "-m", "pytest"]
    if sys.argv[1:]:
        return subprocess.run([*pytest, *sys.argv[1:]], check=False).returncode
    others = [*pytest, "tests", *(f"--ignore={folder}" for folder in APART)]
    with tempfile.TemporaryFile() as report:
        beside = subprocess.Popen(
            [*others, "-p", "no:cacheprovider"], stdout=report, stderr=subprocess.STDOUT
        )
        codes = [subprocess.run([*pytest, *APART], check=False).returncode, beside.wait()]
        report.seek(0)
        sys.stdout.buffer.write(report.read())
        sys.stdout.flush()
    return max(codes)


if __name__ == "__main__":
    assert Path("tests").is_dir(), "run it from the project's folder"
    sys.exit(main())
