"""Stage 3, spot: hear the playbook's cues in a hypothesis.

In:      Hypothesis, partial or final, in order, per channel.
Out:     CueHit, at most one per cue and utterance; CueWithdrawn when a final takes one back.
Thread:  the session's; no I/O once it is built.
Errors:  none; words that match nothing yield nothing.
Source:  see fusion (who judges), phrase_spotter and learned.
"""

from prompter.spot.ask_spotter import AskSpotter
from prompter.spot.fusion import Evidence, FusedSpotter, Trust
from prompter.spot.hits import CueSpotter
from prompter.spot.learned import LearnedSpotter, load_learned
from prompter.spot.phrase_spotter import Match, Phrases, PhraseSpotter

__all__ = [
    "AskSpotter",
    "CueSpotter",
    "Evidence",
    "FusedSpotter",
    "LearnedSpotter",
    "Match",
    "PhraseSpotter",
    "Phrases",
    "Trust",
    "load_learned",
]
