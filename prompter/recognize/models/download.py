"""Fetch an archive from its publisher, going on where the last try broke off."""

from __future__ import annotations

import http.client
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError

import prompter
from prompter.errors import ModelTrouble
from prompter.recognize.models.catalogue import Download
from prompter.recognize.models.manifest import sha256_of

CONNECT_LIMIT_S = 10
"""Also the longest silence that is waited out in the middle of a download."""
CHUNK = 2**16

Progress = Callable[[str, int, int | None], None]
"""Told what is being done, how many bytes of it are done, and of how many where known."""


Answer = http.client.HTTPResponse | HTTPError


class SourceFailed(ModelTrouble):
    """One source did not give the model; the next one may."""


def download(source: Download, part: Path, progress: Progress) -> None:
    """Bring `part` to hold the whole archive, checked against its SHA-256 where one is known.

    What `part` holds from an earlier try is kept and gone on from, now and after a failure.
    Raises SourceFailed; OSError when writing fails.
    """
    old_bytes = _size(part)
    _fetch_all(source, part, progress)
    if _is_right(source, part):
        return
    part.unlink()
    if old_bytes:  # the piece of the earlier try may have been the bad one
        _fetch_all(source, part, progress)
        if _is_right(source, part):
            return
        part.unlink()
    raise SourceFailed(f"{source.label}: what came is not the model (wrong checksum)")


def _is_right(source: Download, part: Path) -> bool:
    return source.sha256 is None or sha256_of(part) == source.sha256


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _fetch_all(source: Download, part: Path, progress: Progress) -> None:
    while True:
        had = _size(part)
        if source.size is not None and had == source.size:
            return
        total = _fetch_rest(source, part, progress)
        if total is None or _size(part) == total:
            return
        if _size(part) <= had:
            raise SourceFailed(
                f"{source.label}: the connection broke off after {_size(part):,} of {total:,} bytes"
            )


def _fetch_rest(source: Download, part: Path, progress: Progress) -> int | None:
    """One request. Returns the archive's size in bytes as the server says, None if it doesn't."""
    had = _size(part)
    request = urllib.request.Request(source.url)
    request.add_header("User-Agent", f"prompter/{prompter.__version__}")
    if had:
        request.add_header("Range", f"bytes={had}-")
    answer = _ask(request, source.label)
    with answer:
        if answer.status == http.client.REQUESTED_RANGE_NOT_SATISFIABLE and had:
            if answer.headers.get("Content-Range") == f"bytes */{had}":
                return had  # all of it was here already
            part.unlink()
            return _fetch_rest(source, part, progress)
        if answer.status not in (http.client.OK, http.client.PARTIAL_CONTENT):
            raise SourceFailed(f"{source.label}: answered {answer.status} {answer.reason}")
        start, total = _extent(answer)
        if start not in (0, had):
            raise SourceFailed(f"{source.label}: sent another part than it was asked for")
        if source.size is not None and total not in (None, source.size):
            raise SourceFailed(f"{source.label}: offers {total:,} bytes instead of {source.size:,}")
        with part.open("r+b" if start else "wb") as written:
            written.seek(start)
            _copy(answer, written, start, total, f"Downloading from {source.label}", progress)
        return total


def _ask(request: urllib.request.Request, label: str) -> Answer:
    try:
        answer: Answer = urllib.request.urlopen(request, timeout=CONNECT_LIMIT_S)
    except HTTPError as error:
        return error
    except (OSError, http.client.HTTPException) as error:
        cause = error.reason if isinstance(error, URLError) else error
        why = getattr(cause, "strerror", None) or cause
        raise SourceFailed(f"{label}: can't be reached ({why})") from error
    return answer


def _extent(answer: Answer) -> tuple[int, int | None]:
    """Where in the archive an answer starts, and the archive's size in bytes."""
    length = answer.headers.get("Content-Length")
    rest = int(length) if length is not None and length.isdecimal() else None
    if answer.status != http.client.PARTIAL_CONTENT:
        return 0, rest
    span, _, size = answer.headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
    start = span.split("-")[0]
    if not start.isdecimal():
        return -1, None
    return int(start), int(size) if size.isdecimal() else None


def _copy(
    answer: Answer,
    written: IO[bytes],
    done: int,
    total: int | None,
    step: str,
    progress: Progress,
) -> None:
    """Write what comes until it ends or breaks off; the caller compares sizes."""
    progress(step, done, total)
    while total is None or done < total:
        try:
            piece = answer.read(CHUNK if total is None else min(CHUNK, total - done))
        except (OSError, http.client.HTTPException):
            return
        if not piece:
            return
        written.write(piece)
        done += len(piece)
        progress(step, done, total)
