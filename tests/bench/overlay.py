"""How fast and how light the overlay is: python -m tests.bench.overlay

A real overlay in a process of its own, on an X server without a screen and with openbox. From
the moment a card is handed over (through a pipe, as the call session's thread would) to the
first changed pixel that another X client sees; once in peace, once with every core kept busy.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_int, c_int16, c_uint8, c_uint16, c_uint32, c_void_p
from pathlib import Path
from typing import Any

import psutil

from prompter.messages import Channel, Level
from prompter.xcb import Cookie, free, load_xcb
from tests.ui.desktop import Desktop, open_desktop
from tests.ui.prompter_window import Window, open_window
from tests.ui.sample_messages import card, hypothesis

CARDS = 100
PAUSE_S = 0.15
PATIENCE_S = 2.0
LOOK_S = 0.0005
IDLE_S = 20.0
SAID = "well thanks for calling back I enjoyed our talk and we will see"
QUESTIONS = ("Who else should I talk to?", "May I call you again in March, after the summer?")


class Eye:
    """Sees a part of the screen, as any X client can."""

    def __init__(self, display: str, rect: tuple[int, int, int, int]) -> None:
        self._xcb, self._rect = load_xcb(), rect
        xcb = self._xcb
        xcb.xcb_get_image.restype = Cookie
        xcb.xcb_get_image.argtypes = [
            c_void_p, c_uint8, c_uint32, c_int16, c_int16, c_uint16, c_uint16, c_uint32,
        ]  # fmt: skip
        xcb.xcb_get_image_reply.restype = c_void_p
        xcb.xcb_get_image_reply.argtypes = [c_void_p, Cookie, c_void_p]
        xcb.xcb_get_image_data.restype = c_void_p
        xcb.xcb_get_image_data.argtypes = [c_void_p]
        xcb.xcb_get_image_data_length.restype = c_int
        xcb.xcb_get_image_data_length.argtypes = [c_void_p]
        self._display = xcb.xcb_connect(display.encode(), None)
        self._root = xcb.xcb_setup_roots_iterator(xcb.xcb_get_setup(self._display)).root[0]

    def look(self) -> bytes:
        """The pixels now."""
        asked = self._xcb.xcb_get_image(self._display, 2, self._root, *self._rect, 0xFFFFFFFF)
        reply = self._xcb.xcb_get_image_reply(self._display, asked, None)
        assert reply, "the screen can't be read"
        size = self._xcb.xcb_get_image_data_length(reply)
        pixels = ctypes.string_at(self._xcb.xcb_get_image_data(reply), size)
        free(reply)
        return pixels

    def close(self) -> None:
        """Look no more."""
        self._xcb.xcb_disconnect(self._display)


def changes_ms(window: Window, desktop: Desktop) -> list[float]:
    """From handing over each card to the first changed pixel, in milliseconds."""
    left, top, width, _height = window.look()["rect"]
    eye = Eye(desktop.env["DISPLAY"], (left + 20, top + 70, width - 40, 40))
    took_ms = []
    for number in range(CARDS):
        before, message = eye.look(), card(QUESTIONS[number % 2])
        began_s = time.perf_counter()
        window.tell(message)
        while eye.look() == before:
            assert time.perf_counter() - began_s < PATIENCE_S, "the card never came"
            time.sleep(LOOK_S)
        took_ms.append((time.perf_counter() - began_s) * 1000)
        time.sleep(PAUSE_S)
    eye.close()
    return sorted(took_ms)


def cpu_percent(process: psutil.Process, do: Any) -> float:
    """Percent of one core that the process takes while `do` runs for IDLE_S."""
    before = sum(process.cpu_times()[:2])
    began_s = time.monotonic()
    do()
    return 100 * (sum(process.cpu_times()[:2]) - before) / (time.monotonic() - began_s)


def talk(window: Window) -> None:
    """What a call tells in IDLE_S: two levels four times and three partials a second."""
    words = [
        "well",
        "thanks",
        "for",
        "calling",
        "back",
        "I",
        "enjoyed",
        "our",
        "talk",
        "and",
        "we",
        "will",
        "see",
    ]
    end_s, number = time.monotonic() + IDLE_S, 0
    while time.monotonic() < end_s:
        number += 1
        for channel in Channel:
            window.tell(Level(channel, 0.1 + number % 5 / 10, float(number)))
        text = " ".join(words[: 1 + number % len(words)])
        window.tell(hypothesis(text, utterance=number // len(words)))
        time.sleep(0.27)


def spin() -> None:
    """Keep a core busy."""
    while True:
        pass


@contextmanager
def busy_cores() -> Iterator[None]:
    """Every core has something else to do."""
    spinning = [multiprocessing.Process(target=spin) for _core in range(os.cpu_count() or 1)]
    for one in spinning:
        one.start()
    try:
        yield
    finally:
        for one in spinning:
            one.terminate()
            one.join()


def show(name: str, took_ms: list[float]) -> None:
    """One line of the table."""
    p95, p99 = (took_ms[int(len(took_ms) * part)] for part in (0.95, 0.99))
    load = os.getloadavg()[0]
    print(f"| {name} | {statistics.median(took_ms):.1f} | {p95:.1f} | {p99:.1f} | {load:.1f} |")


def main() -> None:
    """Measure and print the tables."""
    with tempfile.TemporaryDirectory() as home, open_desktop(Path(home)) as desktop:
        more = {"PROMPTER_DATA_DIR": home}
        with open_window("overlay", "--live", env=desktop.env, folder=Path(home), **more) as window:
            assert window.read() == {"call": "started"}
            process = psutil.Process(window.process.pid)
            print("| cores | p50 ms | p95 ms | p99 ms | load |\n|---|---|---|---|---|")
            show("as they are", changes_ms(window, desktop))
            with busy_cores():
                time.sleep(1)
                show("all kept busy", changes_ms(window, desktop))
            waiting = cpu_percent(process, lambda: time.sleep(IDLE_S))
            talking = cpu_percent(process, lambda: talk(window))
            memory = process.memory_full_info()
            print(f"\nCPU of one core: {waiting:.1f} % waiting, {talking:.1f} % while both talk")
            print(f"Memory: {memory.rss / 1e6:.0f} MB resident, {memory.uss / 1e6:.0f} MB its own")


if __name__ == "__main__":
    main()
