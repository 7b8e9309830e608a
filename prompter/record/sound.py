"""Stage 5, record: the sound of a call, where the user has chosen to keep it.

In:      audio blocks; pieces as the archive gives them back.
Out:     SoundPiece, a second of one channel each; both channels mixed to listen to.
Thread:  the session's to cut, any to read; pure but for the encoder (below 1 ms a piece).
Errors:  none: a piece that can't be read back is silence.
Source:  FLAC has no seams between pieces and can be recognized again later. Speech of 16 kHz takes
         about 10 kB a second and channel, measured on the sample call. Opus took a third of that,
         but 40 ms of computing a second and audible seams.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import soundfile

from prompter.messages import RATE_HZ, AudioBlock, Channel

PIECE_S = 1.0
"""A crash costs no more than this."""

_SEAM_S = 0.02
"""Blocks that follow each other closer than this are one sound; a longer gap stays a gap."""

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class SoundPiece:
    """A stretch of one channel on the call clock. flac: int16, mono, at RATE_HZ."""

    channel: Channel
    start_s: float
    end_s: float
    flac: bytes

    @property
    def samples(self) -> Samples:
        """int16, shape (n,), at RATE_HZ; empty when the bytes are damaged."""
        try:
            found, _rate_hz = soundfile.read(io.BytesIO(self.flac), dtype="int16", always_2d=True)
        except (soundfile.LibsndfileError, RuntimeError):
            return np.zeros(0, np.int16)
        return np.asarray(found[:, 0], np.int16)


class SoundPieces:
    """Cuts the blocks of a call into pieces."""

    def __init__(self) -> None:
        self._waiting: dict[Channel, list[AudioBlock]] = {}

    def take(self, block: AudioBlock) -> list[SoundPiece]:
        """The pieces that are whole with this block."""
        waiting = self._waiting.setdefault(block.channel, [])
        pieces = []
        if waiting and abs(block.start_s - waiting[-1].end_s) > _SEAM_S:
            pieces.append(_piece(waiting))
            waiting.clear()
        waiting.append(block)
        if block.end_s - waiting[0].start_s >= PIECE_S:
            pieces.append(_piece(waiting))
            waiting.clear()
        return pieces

    def rest(self) -> list[SoundPiece]:
        """What is left at the end of the call."""
        left = [_piece(waiting) for waiting in self._waiting.values() if waiting]
        self._waiting.clear()
        return left


def mixed(pieces: Iterable[SoundPiece], start_s: float, end_s: float) -> Samples:
    """Both channels together from `start_s` to `end_s`; silence where nothing is kept."""
    left, right = both_sides(pieces, start_s, end_s).T
    whole = left.astype(np.int32) + right
    return np.asarray(np.clip(whole, -32_768, 32_767), np.int16)


def both_sides(pieces: Iterable[SoundPiece], start_s: float, end_s: float) -> Samples:
    """Shape (n, 2): the employer on the left, the user on the right."""
    length = round(end_s * RATE_HZ) - round(start_s * RATE_HZ)
    whole = np.zeros((max(0, length), 2), np.int16)
    for piece in pieces:
        samples = piece.samples
        at = round(piece.start_s * RATE_HZ) - round(start_s * RATE_HZ)
        from_, to = max(0, at), min(length, at + len(samples))
        if from_ < to:
            side = 0 if piece.channel is Channel.THEM else 1
            whole[from_:to, side] = samples[from_ - at : to - at]
    return whole


def _piece(blocks: list[AudioBlock]) -> SoundPiece:
    samples = np.concatenate([block.samples for block in blocks])
    out = io.BytesIO()
    soundfile.write(out, samples, RATE_HZ, format="FLAC", subtype="PCM_16")
    start_s = blocks[0].start_s
    end_s = start_s + len(samples) / RATE_HZ
    return SoundPiece(blocks[0].channel, start_s, end_s, out.getvalue())
