"""Stage 4, prompt: from cue hits to the one card to show.

In:      CueHit, what the user said, UserAct.
Out:     CardShown, AskHeard and the like, or nothing.
Thread:  the session's; no I/O after the playbook is loaded.
Errors:  BadPlaybook while loading.
Source:  see ladder.
"""

from prompter.prompt.ladder import AskLadder
from prompter.prompt.load import load_playbook
from prompter.prompt.nudge import TalkNudge
from prompter.prompt.playbook import Card, Cue, Family, Goal, Playbook
from prompter.prompt.slots import SheetSlots

__all__ = [
    "AskLadder",
    "Card",
    "Cue",
    "Family",
    "Goal",
    "Playbook",
    "SheetSlots",
    "TalkNudge",
    "load_playbook",
]
