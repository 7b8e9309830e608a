"""Stage 5, record: keep what a call was, and give it back.

In:      CallEvent, each as it happens.
Out:     the archive (SQLite), from which calls are listed, searched, shown and exported.
Thread:  the recorder on the session's; each reader on its own.
Errors:  ArchiveTrouble, one line; while a call goes on, a Fault instead.
Source:  https://www.sqlite.org/wal.html, https://www.sqlite.org/fts5.html.

    call event ──▶ keep ──▶ recorder ──▶ archive ──▶ database ──▶ archive.db
                                                        │
                       export ◀── calls ◀── reader ◀────┘

`keep` decides what may be written, `recorder` sees that nothing is lost while it is written.
`rows` knows the columns, `schema` the tables, `files` the files beside the archive, and
`database` is the only module that knows SQLite.
"""

from prompter.record.archive import Archive
from prompter.record.continued import Continued, go_on_with
from prompter.record.keep import Keep
from prompter.record.reader import ArchiveReader
from prompter.record.recorder import Recorder

__all__ = ["Archive", "ArchiveReader", "Continued", "Keep", "Recorder", "go_on_with"]
