"""Makes the pictures in docs/screenshots: python -m tests.ui.make_screenshots [FOLDER]

Each state of the overlay, dark and light, at 100 % and 200 %, as the window itself draws it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from prompter.messages import (
    AskHeard,
    CallEvent,
    CallState,
    CardPinned,
    CardShown,
    Channel,
    Level,
    Nudge,
    StateChanged,
)
from tests.ui.desktop import Desktop, open_desktop
from tests.ui.prompter_window import REPOSITORY, Window, open_window
from tests.ui.sample_messages import card, cue_hit, fault, hypothesis

SAID = (
    "well thanks for calling back I enjoyed our talk but we have decided to go with someone else "
    "who had a bit more"
)
HEARD = (hypothesis(SAID), cue_hit("decided to go with someone else", first=12))
LEVELS = (Level(Channel.THEM, 0.3, 2.0), Level(Channel.ME, 0.02, 2.0))
ASK = card("Thank you for telling me straight. What would have made me your first choice?")
LONG = card(
    "I understand completely. Before we finish, may I ask which one or two things about the "
    "other candidate's experience made the decision easy, so that I know what I should learn "
    "first, and whether you would be willing to look at a short plan for my first ninety days "
    "in the role if I sent it to you by Thursday morning?",
    why="A question with a date is answered more often than one without.",
    noes=2,
)
VOICEMAIL = CardShown(
    card="voicemail-message",
    cue="voicemail",
    goal="message",
    say="Leave this message, slowly, with your number twice.",
    why="Short messages are called back.",
    noes=0,
    cue_end_s=1.0,
    at_s=1.3,
    timer_s=35.0,
    script=(
        "Hello Ms. Okafor, this is Jo Berg, 555 0134.",
        "I saw that you are hiring a site planner, and I have planned three sites like yours.",
        "I have two ideas that would take you ten minutes to hear.",
        "I am free on Tuesday at ten and on Wednesday at three.",
        "Again: Jo Berg, 555 0134. Thank you, and have a good day.",
    ),
)


@dataclass(frozen=True, slots=True)
class State:
    """What the overlay is told; options and settings it is opened with; a button to click.

    wait_s: how long it is looked at before the picture is made.
    """

    messages: tuple[CallEvent, ...]
    options: tuple[str, ...] = ("--live",)
    settings: str = ""
    click: str = ""
    wait_s: float = 0.0


STATES = {
    "listening": State(()),
    "card": State((*HEARD, ASK)),
    "pinned": State((*HEARD, ASK, CardPinned(ASK.card, True, 2.0))),
    "asked": State((*HEARD, ASK, AskHeard(ASK.card, ASK.goal, 2.0))),
    "question": State((*HEARD, ASK), click="close"),
    "voicemail": State((VOICEMAIL,), wait_s=9.0),
    "nudge": State((*HEARD, ASK, Nudge("Pause. Let them speak.", 30.0, 0.7))),
    "fault": State((*HEARD, ASK, fault("The call app's sound is gone. Is the call still on?"))),
    "paused": State((*HEARD, ASK, StateChanged(CallState.PAUSED, 4.0))),
    "no_captions": State((*HEARD, ASK), settings="captions = false\n"),
    "click_through": State((*HEARD, ASK), settings="click_through = true\n"),
    "long_card": State((*HEARD, LONG)),
    "replay": State((*HEARD, ASK), options=()),
}


THEMES, SCALES = ("dark", "light"), ("1", "2")


@contextmanager
def overlay_in(
    desktop: Desktop, state: State, theme: str, scale: str, folder: Path
) -> Iterator[Window]:
    """An overlay that has been told all of a state, and shows it."""
    (folder / "settings.toml").write_text(state.settings)
    more = {"PROMPTER_DATA_DIR": str(folder), "QT_SCALE_FACTOR": scale}
    options = (*state.options, "--theme", theme)
    with open_window("overlay", *options, env=desktop.env, folder=folder, **more) as window:
        assert window.read() == {"call": "started"}
        if state.options:
            window.tell(*LEVELS)
            window.look_until(lambda seen: len(seen["meters"]) == 2, "the meters are there")
        window.tell(*state.messages)
        if state.click:
            _text, x, y = window.look()["buttons"][state.click]
            desktop.ask("xdotool", "mousemove", x, y, "click", "1", "mousemove", 5, 5)
            window.look_until(lambda seen: seen["question"] != "", "it asks")
        time.sleep(state.wait_s)
        yield window


def make(folder: Path, wanted: list[str]) -> None:
    """Save every picture into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, open_desktop(Path(home)) as desktop:
        for name in wanted or STATES:
            for theme in THEMES:
                for scale in SCALES:
                    with overlay_in(desktop, STATES[name], theme, scale, Path(home)) as window:
                        window.look()
                        end = "" if scale == "1" else "_200"
                        window.picture.rename(folder / f"overlay_{name}_{theme}{end}.png")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if sys.argv[1:] else REPOSITORY / "docs" / "screenshots"
    make(target, sys.argv[2:])
