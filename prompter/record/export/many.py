"""Many calls as files in one folder, a file each, named by day and time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from prompter.errors import PrompterError
from prompter.record.calls import StoredCall
from prompter.record.export import Format, render_bytes
from prompter.record.export.redact import redacted
from prompter.record.export.whole_file import write_whole
from prompter.record.listing import CallQuery, SortBy
from prompter.record.reader import ArchiveReader


@dataclass(frozen=True, slots=True)
class Wanted:
    """How calls are written. times: whether lines tell when. redact: names and numbers black."""

    form: Format
    times: bool = True
    redact: bool = False

    def content(self, call: StoredCall) -> bytes:
        """The bytes of one call's file."""
        return render_bytes(redacted(call) if self.redact else call, self.form, times=self.times)


def write_calls(
    reader: ArchiveReader, query: CallQuery, folder: Path, wanted: Wanted, *, force: bool
) -> int:
    """Write every call that fits the query, the oldest first; returns how many.

    folder: made if need be. force: files that are there are replaced. Raises PrompterError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PrompterError(f"{folder}: can't make this folder ({error.strerror})") from error
    oldest_first = replace(query, sort=SortBy.STARTED, descending=False)
    listed = reader.page(oldest_first, limit=-1).lines
    for line in listed:  # one at a time: years of calls need not fit into memory
        call = reader.call(line.summary.id)
        began = call.summary.started_at.astimezone()
        name = f"{began:%Y-%m-%d_%H%M}_call_{call.summary.id}.{wanted.form}"
        write_whole(folder / name, wanted.content(call), force)
    return len(listed)
