"""Stage 1, capture, on PulseAudio and PipeWire: what the call app plays, and the microphone.

`server` reads the sound server's state, `target` decides what to record, `parec` records it in
a child process, `channel` sees that it stays the right thing, `live` joins the channels.
"""

from prompter.capture.pulse.live import PulseSource
from prompter.capture.pulse.target import Wish

__all__ = ["PulseSource", "Wish"]
