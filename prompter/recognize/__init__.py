"""Stage 2, recognize: audio blocks of one channel become hypotheses.

In:      AudioBlock, in order, of one channel; gaps are allowed.
Out:     Hypothesis, partials while an utterance lasts and one final at its end; Fault.
Thread:  the session's; Moonshine decodes in a child process of its own.
Errors:  ModelTrouble while loading; a crashed engine is a Fault and is made anew.
Source:  the choice between the engines is measured, see choose.
"""

from prompter.recognize.recognizer import Recognizer

__all__ = ["Recognizer"]
