"""Stage 5, record: the first bytes of an archive, found again in the log beside it.

In:      the archive's path.
Out:     the first 16 bytes of its first page, as they were last logged.
Thread:  any; reading the log disturbs nobody, as SQLite sets no locks on it.
Errors:  none: what can't be read is not there.
Source:  https://www.sqlite.org/fileformat2.html, section 4.1, for the log's layout.

A power cut may tear the first page while it is written. The log still has it whole, but SQLCipher
must know the salt, which is in that page, before it can read the log.
"""

from __future__ import annotations

import struct
from pathlib import Path

_LOG_HEADER = struct.Struct(">4xII20x")  # version, page size
_FRAME_HEADER = struct.Struct(">I20x")  # page number
_VERSION = 3_007_000
FIRST_BYTES = 16


def logged_first_bytes(path: Path) -> bytes | None:
    """None when the log isn't there or doesn't have the first page."""
    found = None
    try:
        with path.with_name(path.name + "-wal").open("rb") as log:
            head = log.read(_LOG_HEADER.size)
            if len(head) < _LOG_HEADER.size:
                return None
            version, page_bytes = _LOG_HEADER.unpack(head)
            if version != _VERSION:
                return None
            while len(frame := log.read(_FRAME_HEADER.size)) == _FRAME_HEADER.size:
                first = log.read(FIRST_BYTES)
                if _FRAME_HEADER.unpack(frame)[0] == 1 and len(first) == FIRST_BYTES:
                    found = found or first
                log.seek(page_bytes - FIRST_BYTES, 1)
    except OSError:
        return None
    return found
