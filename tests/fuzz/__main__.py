"""Fuzzes each target, one after the other:  python -m tests.fuzz 360   (seconds for each)"""

from __future__ import annotations

import subprocess
import sys

NAMES = (
    "audio", "playbook", "settings", "transcript", "readback", "export", "control", "archive",
    "sheet", "model",
)  # fmt: skip


def main() -> int:
    """Says what was tried; 1 when anything was found."""
    seconds = sys.argv[1] if len(sys.argv) > 1 else "300"
    found = []
    for name in NAMES:
        print(f"==> {name}", flush=True)
        command = [sys.executable, "-m", "tests.fuzz.one", name, seconds]
        if subprocess.run(command, check=False).returncode != 0:
            found.append(name)
    print(f"found something in: {', '.join(found)}" if found else "nothing was found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
