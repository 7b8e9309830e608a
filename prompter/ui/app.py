"""The two ways to start the windows: straight into a call, or with the start page."""

from __future__ import annotations

import logging

from prompter import paths
from prompter.errors import BadSettings
from prompter.running_call import MakeCall
from prompter.settings import Settings, save_setting
from prompter.ui.about_window import AboutWindow
from prompter.ui.checkup import DoctorLines
from prompter.ui.live_parts import LiveParts
from prompter.ui.qt_loop import qt_loop
from prompter.ui.shown_call import ShownCall
from prompter.ui.start_page import StartPage
from prompter.ui.tray import CallTray
from prompter.ui.view_settings import ViewSettings

LOG = logging.getLogger(__name__)


def run_overlay(
    make_call: MakeCall,
    *,
    settings: Settings,
    live: bool = False,
    close_when_ended: bool = False,
) -> int:
    """Run one call with its overlay until the overlay is closed; returns the exit code.

    live: the call goes on in the world: it can be paused, and closing asks first.
    close_when_ended: close it by itself when the call has ended.
    Raises PrompterError, with one clear line, when there is no display, the call can't start,
    or a part of it could not be kept.
    """
    with qt_loop() as loop:
        view = ViewSettings.of(settings, _keep_place)
        tray = CallTray() if live else None
        shown = ShownCall(make_call, view, live=live, tray=tray, close_when_ended=close_when_ended)
        if tray is not None:
            tray.quit_wanted.connect(shown.ask_to_quit)
            tray.without_page()
            about = AboutWindow(view.theme)  # reads its file when it is first shown
            tray.about_wanted.connect(about.come_forward)
        shown.closed.connect(loop.app.quit)
        shown.start()
        code = loop.run(shown.close)
        if tray is not None:
            tray.close()
        if shown.trouble is not None:
            raise shown.trouble
        return code


def run_start_page(
    make_sample_call: MakeCall,
    *,
    settings: Settings,
    live: LiveParts,
    doctor_lines: DoctorLines,
    first_run: bool = False,
) -> int:
    """Run the start page until it is closed; returns the exit code.

    live: live calls on this machine.
    doctor_lines: what works on this machine, one line each; called on a thread of its own.
    first_run: show the first steps above it.
    Raises PrompterError, with one clear line, when there is no display, or a part of the call
    that ended with the page could not be kept.
    """
    with qt_loop() as loop:
        tray = CallTray()
        view = ViewSettings.of(settings, _keep_place)
        page = StartPage(make_sample_call, doctor_lines, view, live, tray, paths.archive_file())
        page.closed.connect(loop.app.quit)
        page.show()
        if first_run:
            page.before.open_first_run()
        code = loop.run(page.end)
        tray.close()
        if page.trouble is not None:
            raise page.trouble
        return code


def _keep_place(place: str) -> None:
    try:
        save_setting(paths.settings_file(), "overlay_place", place)
    except BadSettings as error:
        LOG.warning("%s", error)  # the overlay stays where it is, for this call
