"""What all of `prompter calls` shares: the archive, opened to read or to change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from prompter import paths
from prompter.cli.passphrase import open_lock
from prompter.errors import ArchiveTrouble, PrompterError
from prompter.messages import Fault
from prompter.record import Archive, ArchiveReader
from prompter.record.calls import NoSuchCall
from prompter.record.database import ArchiveDamaged
from prompter.record.files import set_aside
from prompter.record.reader import ArchiveMissing

NONE_KEPT = "No calls kept yet. A call is kept when you allow it before it starts."

CallId = Annotated[int, typer.Argument(metavar="ID", help="The call's number in the list.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON, for scripts.")]
ArchiveFile = Annotated[
    Path | None,
    typer.Option("--archive", metavar="FILE", help="Read this archive instead of your own."),
]


@contextmanager
def reading(archive: Path | None, call_id: int | None = None) -> Iterator[ArchiveReader]:
    """The archive to read: the user's own, or a file that was named.

    call_id: when one call is asked for, a missing archive means that there is no such call.
    """
    try:
        if archive is not None:
            open_lock(archive, own=False)
            with ArchiveReader.open(archive) as reader:
                yield reader
        else:
            open_lock(paths.archive_file())
            with moving_damage_aside(), ArchiveReader.open(paths.archive_file()) as reader:
                yield reader
    except ArchiveMissing as missing:
        if archive is None and call_id is not None:
            raise NoSuchCall(call_id) from missing
        if archive is not None:
            raise PrompterError(f"{archive}: there is no such file") from missing
        raise


@contextmanager
def moving_damage_aside() -> Iterator[None]:
    """A damaged archive of the user's own is moved aside, and the error says where it is."""
    try:
        yield
    except ArchiveDamaged as damage:
        raise ArchiveTrouble(set_aside(paths.archive_file())) from damage


def say_fault(fault: Fault) -> None:
    typer.echo(f"prompter: {fault.text}", err=True)


@contextmanager
def changing(*, ask: bool = True) -> Iterator[Archive]:
    """The user's own archive, open for writing. ask: for a passphrase, where one is needed."""
    if ask:
        open_lock(paths.archive_file())
    with (
        moving_damage_aside(),
        Archive.open(paths.archive_file(), on_fault=say_fault) as archive,
    ):
        yield archive


def forget_old(keep_days: int, *, ask: bool = True) -> int:
    """Delete the calls that are older than the user wants to keep them; returns how many.

    keep_days: 0 for ever. ask: for a passphrase, where one is needed.
    """
    if keep_days == 0 or not paths.archive_file().exists():
        return 0
    with changing(ask=ask) as archive:
        return archive.delete_before(datetime.now(UTC) - timedelta(days=keep_days))
