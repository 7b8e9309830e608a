"""Uses an archive on a disk that is read-only; prints what happened as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from prompter.errors import PrompterError
from prompter.messages import Channel, Fault, Hypothesis
from prompter.record import Archive, ArchiveReader, Keep, Recorder

SCENE, DISK = sys.argv[1], Path(sys.argv[2])
PATH = DISK / "data" / "archive.db"


def trouble_of_opening() -> str | None:
    told: list[Fault] = []
    try:
        Archive.open(PATH, on_fault=told.append).close()
    except PrompterError as trouble:
        return str(trouble)
    return None


if SCENE != "no_archive_yet":
    archive = Archive.open(PATH, on_fault=lambda fault: sys.exit(fault.text))
    recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=lambda fault: sys.exit(fault.text))
    recorder.begin("Acme", "recording")
    recorder.take(Hypothesis(Channel.THEM, 1, "we have gone with her", (), True, 1.0, 2.0))
    recorder.end(60.0)
    archive.close()
if SCENE == "damaged":
    PATH.write_bytes(b"no database" * 1000)
subprocess.run(["mount", "-o", "remount,bind,ro", str(DISK)], check=True)

before = sorted(PATH.parent.glob("*"))
report: dict[str, object] = {"trouble": trouble_of_opening()}
if SCENE == "with_a_call":
    with ArchiveReader.open(PATH) as reader:
        report["read"] = [said.text for said in reader.call(1).segments]
        report["found"] = [place.snippet for place in reader.search("gone")]
after = sorted(PATH.parent.glob("*"))
print(json.dumps({**report, "unchanged": before == after}))
