"""Stage 3, spot: hear the playbook's cues in a hypothesis.

In:      Hypothesis, partial or final, in order, per channel.
Out:     CueHit, at most one per cue and utterance.
Thread:  the session's; no I/O.
Errors:  none; words that match nothing yield nothing.
Source:  see phrase_spotter.
"""

from prompter.spot.hits import CueSpotter
from prompter.spot.phrase_spotter import Match, Phrases, PhraseSpotter

__all__ = ["CueSpotter", "Match", "PhraseSpotter", "Phrases"]
