"""Stage 1, capture: a recording as a source, at its own pace or as fast as it goes.

In:      wav, flac, ogg or mp3; any sample rate; mono, or stereo with left = THEM, right = ME.
Out:     AudioBlock of BLOCK_S per channel; Fault when the file ends early; EndOfAudio.
Thread:  one reader thread; `deliver` may block it.
Errors:  BadAudio before anything is delivered.
Source:  libsndfile reads, soxr converts the rate (streaming, "HQ").
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from prompter.capture.source import Deliver, EndOfAudio
from prompter.errors import BadAudio
from prompter.messages import RATE_HZ, AudioBlock, Channel, Fault, FaultKind

BLOCK_S = 0.1
_READABLE = "Prompter reads wav, flac, ogg and mp3 recordings"


class FileSource:
    """A recording. realtime=True delivers each block when it would have been heard."""

    live = False

    def __init__(self, file: Path, *, realtime: bool) -> None:
        """Opens nothing; raises BadAudio when `file` is no recording that can be read."""
        self._file = file
        self._realtime = realtime
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self.name = file.name
        self.length_s, channels = _look(file)
        self.channels: tuple[Channel, ...] = (Channel.THEM, Channel.ME)[:channels]

    def start(self, deliver: Deliver) -> None:
        self._thread = threading.Thread(
            target=self._read, args=(deliver,), name="file source", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def _read(self, deliver: Deliver) -> None:
        started = time.monotonic()
        sent = 0
        for block in self._blocks(deliver):
            start_s = sent / RATE_HZ
            sent += len(block)
            if self._realtime:
                self._stopped.wait(max(0.0, started + sent / RATE_HZ - time.monotonic()))
            if self._stopped.is_set():
                return
            for number, channel in enumerate(self.channels):
                samples = np.ascontiguousarray(block[:, number])
                deliver(AudioBlock(channel, start_s, samples))
        deliver(EndOfAudio())

    def _blocks(self, deliver: Deliver) -> Iterator[npt.NDArray[np.int16]]:
        """The file as int16 blocks of shape (n, channels) at RATE_HZ; the last may be short."""
        size = int(BLOCK_S * RATE_HZ)
        held = np.zeros((0, len(self.channels)), np.int16)
        for piece in self._converted(deliver):
            held = np.concatenate([held, piece])
            while len(held) >= size:
                yield held[:size]
                held = held[size:]
        if len(held):
            yield held

    def _converted(self, deliver: Deliver) -> Iterator[npt.NDArray[np.int16]]:
        with soundfile.SoundFile(self._file) as sound:
            if sound.samplerate == RATE_HZ:
                yield from self._raw(sound, deliver)
                return
            convert = soxr.ResampleStream(
                sound.samplerate, RATE_HZ, sound.channels, dtype="int16", quality="HQ"
            )
            for raw in self._raw(sound, deliver):
                yield np.asarray(convert.resample_chunk(raw), np.int16)
            rest = np.zeros((0, sound.channels), np.int16)
            yield np.asarray(convert.resample_chunk(rest, last=True), np.int16)

    def _raw(self, sound: soundfile.SoundFile, deliver: Deliver) -> Iterator[npt.NDArray[np.int16]]:
        """What the file holds, at its own rate; a Fault when that is less than it says."""
        frames, got = int(BLOCK_S * sound.samplerate), 0
        why = "it holds less sound than it says"
        try:
            while len(raw := sound.read(frames, dtype="int16", always_2d=True)):
                got += len(raw)
                yield raw
        except soundfile.LibsndfileError as error:
            why = str(error)
        if got < sound.frames:
            at_s = got / sound.samplerate
            text = f"{self._file}: damaged after {at_s:.1f} s ({why}); all before that was heard"
            deliver(Fault(FaultKind.SOURCE_ENDED_EARLY, text, at_s, Channel.THEM))


def _look(file: Path) -> tuple[float, int]:
    """Length in seconds and number of channels, or BadAudio in one line."""
    if not file.exists():
        raise BadAudio(f"{file}: no such file; give the path of a recording")
    if file.is_dir():
        raise BadAudio(f"{file}: is a folder; give the path of a recording")
    try:
        size = file.stat().st_size
        if size == 0:
            raise BadAudio(f"{file}: the file is empty; {_READABLE}")
        info = soundfile.info(str(file))
    except PermissionError as error:
        raise BadAudio(f"{file}: may not be read by you; change its permissions") from error
    except soundfile.LibsndfileError as error:
        raise BadAudio(f"{file}: not a recording that can be read; {_READABLE}") from error
    if info.frames <= 0:
        raise BadAudio(f"{file}: holds no sound (0 seconds); record it again")
    if info.channels > 2:
        raise BadAudio(
            f"{file}: has {info.channels} channels; "
            "convert it to mono, or stereo with the employer on the left"
        )
    return info.frames / info.samplerate, info.channels
