"""Records a call without end; prints the number of each final after it is taken."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from prompter.messages import CardShown, Channel, Hypothesis, Word
from prompter.record import Archive, Keep, Recorder

archive = Archive.open(Path(sys.argv[1]), on_fault=lambda fault: sys.exit(fault.text))
recorder = Recorder(archive, Keep.TRANSCRIPT, on_fault=lambda fault: sys.exit(fault.text))
recorder.begin("killed", "recording")
for number in itertools.count():
    at_s = number * 3.0
    text = f"final {number}"
    words = tuple(Word(word, at_s, at_s + 2.0) for word in text.split())
    recorder.take(Hypothesis(Channel.THEM, number, text, words, True, at_s, at_s + 2.0))
    recorder.take(
        CardShown(f"card{number}", "cue", "goal", "say", "why", 1, at_s + 2.0, at_s + 2.1)
    )
    print(number, flush=True)
