"""Records a call of some finals into an archive and says of each when it is taken."""

from __future__ import annotations

import sys
from pathlib import Path

from prompter.messages import Channel, Fault, Hypothesis
from prompter.record import Archive, Keep, Recorder
from prompter.record.going_on import CallMark
from prompter.record.keys import KEYS, Protect

path, finals, words = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
KEYS.choose(Protect(sys.argv[4]))


def give_up(fault: Fault) -> None:
    sys.exit(fault.text)


archive = Archive.open(path, on_fault=give_up)
recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=give_up)
mark = CallMark(path)
recorder.begin("power", "live")
mark.set(recorder.call_id)
for number in range(finals):
    text = f"final {number} " + "and so on " * words
    at_s = number * 3.0
    recorder.take(Hypothesis(Channel.THEM, number, text, (), True, at_s, at_s + 2.0))
    sys.stdout.write(f"taken {number}\n")
    sys.stdout.flush()
recorder.end(600.0)
archive.close()
mark.clear()
