"""The sound of a call is kept where the user wants that, and shares the fate of its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompter.messages import RATE_HZ, AudioBlock, Channel, Fault, Hypothesis
from prompter.record import Archive, ArchiveReader, Keep, Recorder
from prompter.record.calls import NoSuchCall
from prompter.record.continued import go_on_with
from prompter.record.database import ArchiveFull
from prompter.record.sound import PIECE_S, Samples, SoundPiece, SoundPieces, both_sides, mixed

Saying = Callable[..., Hypothesis]
FLAC = b"fLaC"


def noise(length_s: float, seed: int = 0) -> Samples:
    loud = np.random.default_rng(seed).integers(-3000, 3000, round(length_s * RATE_HZ))
    return loud.astype(np.int16)


def blocks(channel: Channel, samples: Samples, start_s: float = 0.0) -> list[AudioBlock]:
    """Twentieths of a second, as capture gives them."""
    step = RATE_HZ // 20
    starts = range(0, len(samples), step)
    return [AudioBlock(channel, start_s + at / RATE_HZ, samples[at : at + step]) for at in starts]


def cut(given: Sequence[AudioBlock]) -> list[SoundPiece]:
    pieces = SoundPieces()
    return [piece for block in given for piece in pieces.take(block)] + pieces.rest()


def keep_sound(archive: Archive, given: Sequence[AudioBlock], faults: list[Fault]) -> int:
    recorder = Recorder(archive, Keep.CARDS, on_fault=faults.append)
    call_id = recorder.begin("Acme", "live")
    recorder.take_sound(cut(given))
    recorder.end(given[-1].end_s)
    assert call_id is not None
    return call_id


def on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


@given(st.integers(1, 3 * RATE_HZ), st.floats(0, 5000, allow_nan=False), st.integers(0, 9))
def test_sound_comes_back_sample_by_sample(length: int, start_s: float, seed: int) -> None:
    start_s = round(start_s * RATE_HZ) / RATE_HZ
    samples = noise(length / RATE_HZ, seed)
    pieces = cut(blocks(Channel.ME, samples, start_s))
    back = mixed(pieces, start_s, start_s + len(samples) / RATE_HZ)
    assert np.array_equal(back, samples)
    assert all(piece.end_s - piece.start_s <= PIECE_S + 0.05 for piece in pieces)
    assert all(a.end_s == pytest.approx(b.start_s) for a, b in pairwise(pieces))


def test_a_gap_in_the_sound_stays_a_gap() -> None:
    early, late = noise(0.5, 1), noise(0.5, 2)
    pieces = cut([*blocks(Channel.THEM, early), *blocks(Channel.THEM, late, 3.0)])
    back = mixed(pieces, 0.0, 3.5)
    assert np.array_equal(back[: len(early)], early)
    assert not back[len(early) : 3 * RATE_HZ].any()
    assert np.array_equal(back[3 * RATE_HZ :], late)


def test_both_sides_are_kept_apart(path: Path, archive: Archive, faults: list[Fault]) -> None:
    theirs, mine = noise(2.3, 1), noise(2.3, 2)
    given = [*blocks(Channel.THEM, theirs), *blocks(Channel.ME, mine)]
    given.sort(key=lambda block: block.start_s)
    call_id = keep_sound(archive, given, faults)
    with ArchiveReader.open(path) as reader:
        assert reader.call(call_id).summary.sound_s == pytest.approx(2.3)
        pieces = reader.sound(call_id, 0.0, 2.3)
        middle = reader.sound(call_id, 1.2, 1.3)
    left, right = both_sides(pieces, 0.0, 2.3).T
    assert np.array_equal(left, theirs)
    assert np.array_equal(right, mine)
    assert {piece.start_s for piece in middle} == {1.0}, "only what is asked for is read"


def test_a_piece_with_damaged_bytes_is_silence_and_the_rest_is_heard() -> None:
    whole = cut(blocks(Channel.THEM, noise(2.0)))
    broken = SoundPiece(Channel.THEM, 0.0, 1.0, whole[0].flac[:40])
    back = mixed([broken, whole[1]], 0.0, 2.0)
    assert not back[:RATE_HZ].any()
    assert back[RATE_HZ:].any()


def test_without_the_choice_no_sound_is_in_the_file(
    path: Path, keep_call: Callable[..., int], said: Saying
) -> None:
    keep_call(said("hello"))
    assert FLAC not in path.read_bytes()


@pytest.mark.parametrize("only_sound", [True, False])
def test_deleted_sound_is_gone_from_every_byte(
    path: Path,
    archive: Archive,
    faults: list[Fault],
    said: Saying,
    keep_call: Callable[..., int],
    only_sound: bool,
) -> None:
    other = keep_call(said("another call"))
    call_id = keep_sound(archive, blocks(Channel.THEM, noise(3.0)), faults)
    with ArchiveReader.open(path) as reader:
        secret = reader.sound(call_id, 0.0, 3.0)[1].flac[200:260]
    assert secret in on_disk(path)
    if only_sound:
        archive.delete_sound(call_id)
    else:
        archive.delete(call_id)
    assert secret not in on_disk(path)
    with ArchiveReader.open(path) as reader:
        assert reader.sound(call_id, 0.0, 3.0) == ()
        left = [call.id for call in reader.calls()]
    assert left == ([call_id, other] if only_sound else [other])


def test_sound_that_finds_no_room_is_held_and_written_later(
    path: Path, archive: Archive, faults: list[Fault], monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(archive, Keep.CARDS, on_fault=faults.append)
    call_id = recorder.begin("Acme", "live")
    assert call_id is not None
    first, second = blocks(Channel.ME, noise(1.0, 1)), blocks(Channel.ME, noise(1.0, 2), 1.0)
    with monkeypatch.context() as full:

        def no_room(*_: object) -> None:
            raise ArchiveFull("the disk is full")

        full.setattr(archive, "add_sound", no_room)
        recorder.take_sound(cut(first))
        assert [fault.over for fault in faults] == [False]
    recorder.take_sound(cut(second))
    assert [fault.over for fault in faults] == [False, True]
    recorder.end(2.0)
    with ArchiveReader.open(path) as reader:
        back = mixed(reader.sound(call_id, 0.0, 2.0), 0.0, 2.0)
    assert np.array_equal(back, np.concatenate([noise(1.0, 1), noise(1.0, 2)]))


def test_the_sound_of_a_call_that_goes_on_lies_behind_the_gap(
    path: Path, archive: Archive, faults: list[Fault]
) -> None:
    call_id = keep_sound(archive, blocks(Channel.ME, noise(1.0, 1)), faults)
    with ArchiveReader.open(path) as reader:
        call = reader.call(call_id)
    rest = go_on_with(call, call.summary.started_at)
    recorder = Recorder(archive, Keep.CARDS, on_fault=faults.append)
    recorder.go_on_with(rest)
    recorder.take_sound(cut(blocks(Channel.ME, noise(1.0, 2))))
    recorder.end(1.0)
    with ArchiveReader.open(path) as reader:
        starts = [piece.start_s for piece in reader.sound(call_id, 0.0, 99.0)]
    assert starts == [0.0, rest.before_s]


def test_a_call_that_is_deleted_while_it_goes_on_keeps_no_more_sound(
    path: Path, archive: Archive, faults: list[Fault]
) -> None:
    recorder = Recorder(archive, Keep.CARDS, on_fault=faults.append)
    call_id = recorder.begin("Acme", "live")
    assert call_id is not None
    archive.delete(call_id)
    recorder.take_sound(cut(blocks(Channel.ME, noise(1.0))))
    assert "nothing more of it is kept" in faults[-1].text
    assert FLAC not in path.read_bytes()
    with ArchiveReader.open(path) as reader, pytest.raises(NoSuchCall):
        reader.call(call_id)
