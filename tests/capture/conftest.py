"""Live capture is tested on both sound servers of Linux."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from prompter.capture.pulse import PulseSource, Wish
from prompter.messages import Channel
from tests.capture.hearing import Hear, Heard
from tests.pipewire_server import PipeWireServer
from tests.sound_server import SoundServer, serving


@pytest.fixture(params=[SoundServer, PipeWireServer], ids=["pulseaudio", "pipewire"])
def sound(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    """A private sound server, to which every client in this test connects."""
    with serving(request.param(), monkeypatch) as server:
        yield server


@pytest.fixture
def pulseaudio(monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    """PulseAudio alone, for what only it does."""
    with serving(SoundServer(), monkeypatch) as server:
        yield server


@pytest.fixture
def pipewire(monkeypatch: pytest.MonkeyPatch) -> Iterator[PipeWireServer]:
    """PipeWire alone, for what only it does."""
    server = PipeWireServer()
    with serving(server, monkeypatch):
        yield server


@pytest.fixture
def hear() -> Iterator[Hear]:
    """Start hearing with these wishes; stopped at the end of the test."""
    running: list[Heard] = []

    def start(them: Wish | None = None, me: Wish | None = None) -> Heard:
        wishes = {Channel.THEM: them or Wish()} | ({Channel.ME: me} if me else {})
        heard = Heard(PulseSource(wishes))
        running.append(heard)
        heard.until(lambda: len(heard.items) > 5, 8.0, "the first sound")
        return heard

    yield start
    for heard in running:
        heard.source.stop()
