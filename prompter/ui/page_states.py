"""What the start page's buttons and its line say: idle, starting, in a call, paused."""

from __future__ import annotations

from prompter.ui.page_layout import PageLayout

START = "Start a &call"
END = "&End the call"
PAUSE, RESUME = "&Pause", "&Resume"
PLAY = "&Play the sample call"
STOP = "&Stop the sample call"
STARTING = "Starting\N{HORIZONTAL ELLIPSIS}"
WAITING = "Opens a small window that stays above all others."
PLAYING = "Playing. The overlay is at the top of the screen."
LISTENING = "Listening to the call. The overlay is at the top of the screen."


class PageStates:
    """Shows one state of the page at a time; the keyboard goes to what is wanted next."""

    def __init__(self, parts: PageLayout) -> None:
        self._parts = parts
        self._call, self._play, self._check = parts.call, parts.play, parts.check

    def show_idle(self, note: str, *, why_not: str, trouble: bool, after_sample: bool) -> None:
        """Nothing goes on. why_not: why no call can be heard here; empty when one can."""
        can_call = not why_not
        self._parts.show_note(
            note or why_not or WAITING, trouble=trouble or (not note and not can_call)
        )
        self._call.setText(START)
        self._play.setText(PLAY)
        for button, can in ((self._call, can_call), (self._play, True), (self._check, can_call)):
            button.setEnabled(can)
        (self._play if after_sample or not can_call else self._call).setFocus()

    def show_starting(self, *, live: bool) -> None:
        """Models are being loaded. live: a call, not the sample."""
        for button in (self._call, self._play, self._check):
            button.setEnabled(False)
        (self._call if live else self._play).setText(STARTING)

    def show_running(self, *, live: bool) -> None:
        """A call, or the sample, is heard."""
        self._parts.show_note(LISTENING if live else PLAYING, trouble=False)
        self._call.setText(END if live else START)
        self._call.setEnabled(live)
        self._play.setText(PAUSE if live else STOP)
        self._play.setEnabled(True)
        (self._call if live else self._play).setFocus()

    def show_paused(self, paused: bool) -> None:
        """Offer the opposite of what is now."""
        self._play.setText(RESUME if paused else PAUSE)
