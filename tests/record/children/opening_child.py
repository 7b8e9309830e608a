"""Opens the archive for writing, prints what was said in it, and closes it."""

from __future__ import annotations

import sys
from pathlib import Path

from prompter.record import Archive, ArchiveReader

path = Path(sys.argv[1])
with Archive.open(path, on_fault=lambda fault: sys.exit(fault.text)), ArchiveReader.open(path) as r:
    for summary in r.calls():
        for segment in r.call(summary.id).segments:
            print(segment.text)
