"""The two ways to start the windows: straight into a call, or with the start page."""

from __future__ import annotations

from prompter.ui.card_view import SAY_PT
from prompter.ui.checkup import DoctorLines
from prompter.ui.overlay import ViewSettings
from prompter.ui.qt_loop import qt_loop
from prompter.ui.running_call import MakeCall
from prompter.ui.shown_call import ShownCall
from prompter.ui.start_page import StartPage
from prompter.ui.theme import ThemeChoice


def run_overlay(
    make_call: MakeCall,
    *,
    close_when_ended: bool = False,
    theme: ThemeChoice = "auto",
    font_size_pt: int = SAY_PT,
) -> int:
    """Run one call with its overlay until the overlay is closed; returns the exit code.

    close_when_ended: close it by itself when the call has ended.
    font_size_pt: of what is to be said.
    Raises PrompterError, with one clear line, when there is no display or the call can't start.
    """
    with qt_loop() as loop:
        settings = ViewSettings(theme, font_size_pt)
        shown = ShownCall(make_call, settings, close_when_ended=close_when_ended)
        shown.closed.connect(loop.app.quit)
        shown.start()
        return loop.run(shown.close)


def run_start_page(
    make_sample_call: MakeCall,
    *,
    doctor_lines: DoctorLines,
    theme: ThemeChoice = "auto",
    font_size_pt: int = SAY_PT,
) -> int:
    """Run the start page until it is closed; returns the exit code.

    doctor_lines: what works on this machine, one line each; called on a thread of its own.
    font_size_pt: of what is to be said, in the overlay.
    Raises PrompterError, with one clear line, when there is no display.
    """
    with qt_loop() as loop:
        page = StartPage(make_sample_call, doctor_lines, ViewSettings(theme, font_size_pt))
        page.closed.connect(loop.app.quit)
        page.show()
        return loop.run(page.close)
