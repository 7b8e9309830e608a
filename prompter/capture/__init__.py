"""Stage 1, capture: sound comes in as audio blocks, whatever it comes from.

In:      a recording, or a device.
Out:     AudioBlock, in order per channel, 16 kHz mono int16; Fault.
Thread:  each source has its own reader thread and only delivers.
Errors:  BadAudio, AudioTrouble when a source can't be opened; later ones are Faults.
Source:  block length after the project's measurements: 100 ms costs 35 ms of delay
         against 20 ms blocks and a fifth of the wake-ups.
"""

from prompter.capture.file_source import FileSource
from prompter.capture.source import AudioSource, Deliver, EndOfAudio

__all__ = ["AudioSource", "Deliver", "EndOfAudio", "FileSource"]
