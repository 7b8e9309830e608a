# ruff: noqa: N802  (Qt names the events that are overridden here)
"""The start page: a live call, the sample call, the sound check, and what is kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from prompter.errors import PrompterError
from prompter.running_call import MakeCall
from prompter.settings import Settings
from prompter.ui.before_call import BeforeCall
from prompter.ui.call_watch import CallWatch
from prompter.ui.checkup import Checkup, DoctorLines
from prompter.ui.live_parts import LiveParts
from prompter.ui.page_layout import PageLayout, kept_text
from prompter.ui.page_states import PageStates
from prompter.ui.review.past_calls import PastCalls
from prompter.ui.shown_call import ShownCall
from prompter.ui.sound_check import SoundCheck
from prompter.ui.theme import pick_theme, style_sheet
from prompter.ui.tray import CallTray
from prompter.ui.view_settings import ViewSettings


class StartPage(QWidget):
    """A small window that can be used with the keyboard alone: Enter starts, Ctrl+Q quits."""

    closed = Signal()

    def __init__(
        self,
        make_sample_call: MakeCall,
        doctor_lines: DoctorLines,
        settings: ViewSettings,
        live: LiveParts,
        tray: CallTray,
        archive: Path | None = None,
    ) -> None:
        """archive: the kept calls; None: there is no way to them from here."""
        super().__init__()
        self.setObjectName("start_page")
        self.setProperty("page", True)
        self.setWindowTitle("Prompter")
        self._make_sample_call, self._live, self._tray = make_sample_call, live, tray
        self._settings = settings
        self._shown: ShownCall | None = None
        self.trouble: PrompterError | None = None
        """Why a part of the call that ended with the page could not be kept."""
        self._why_not = live.why_not
        self.parts = PageLayout(live, kept_text(live.keep), pick_theme(settings.theme), self)
        self.call, self.play, self.check = self.parts.call, self.parts.play, self.parts.check
        self.note, self.machine = self.parts.note, self.parts.machine
        self._states = PageStates(self.parts)
        self._checkup = Checkup(doctor_lines, self)
        self._sound_check = SoundCheck(live, self)
        self._watch = CallWatch(live, self)
        self.before = BeforeCall(live, self.parts, lambda: self._settings.theme, self)
        self._past_calls = PastCalls(
            archive, settings, self.parts.past_calls, tray.past_calls, self, live.workshop
        )
        self._connect()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._use_theme)
        self._use_theme()
        self._show_idle("", trouble=False)
        self._checkup.start()

    def end(self) -> None:
        """Close the page and end whatever goes on, without asking."""
        if self._shown is not None:
            self._shown.closed.disconnect(self._call_closed)
            self._shown.close()
            self.trouble, self._shown = self._shown.trouble, None
        self._leave()

    def quit(self) -> None:
        """End the program; a live call only after asking."""
        if self._shown is not None and self._shown.live:
            self._shown.ask_to_quit()
        else:
            self.end()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End with the page, unless a live call goes on or one is waited for in the tray."""
        is_live = self._shown is not None and self._shown.live
        if is_live or (self._live.auto_start and self._tray.there and not self._why_not):
            event.ignore()
            if self._tray.there:
                self.hide()
            else:
                self.showMinimized()  # the keyboard must still reach Pause and End
            return
        event.accept()
        self.end()

    def changeEvent(self, event: QEvent) -> None:
        """What was missing may be there when the user comes back to the page."""
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._look_again()
            self.before.look_again()
        super().changeEvent(event)

    def _connect(self) -> None:
        self.call.clicked.connect(self._start_or_end)
        self.play.clicked.connect(self._play_or_pause)
        self.check.clicked.connect(self._check_sound)
        self.parts.vault.in_order.connect(self._kept_calls_in_order)
        self.parts.cut_off.resume.clicked.connect(self._resume)
        self.before.settings_changed.connect(self._use_settings)
        self.before.rehearse.connect(self.play.click)
        self._tray.settings_wanted.connect(self.before.open_settings)
        self._tray.about_wanted.connect(self.before.open_about)
        self.parts.auto_start.toggled.connect(self._set_auto_start)
        self._checkup.done.connect(self.parts.show_machine)
        self._sound_check.heard.connect(self.parts.sound_check.show_heard)
        self._sound_check.done.connect(self._show_checked)
        self._watch.began.connect(self._call_began)
        self._tray.show_wanted.connect(self._come_forward)
        self._tray.quit_wanted.connect(self.quit)
        for keys, act in (
            (QKeySequence.StandardKey.Quit, self.quit),
            (QKeySequence.StandardKey.Close, self.close),
        ):
            QShortcut(QKeySequence(keys), self, act)

    def _start_or_end(self) -> None:
        if self._shown is not None:
            self._shown.close()
        else:
            self._begin(live=True)

    def _play_or_pause(self) -> None:
        if self._shown is None:
            self._begin(live=False)
        elif self._shown.live:
            self._shown.toggle_pause()
        else:
            self._shown.close()

    def _kept_calls_in_order(self) -> None:
        self.parts.cut_off.look_again(in_call=self._shown is not None)
        self._past_calls.look()

    def _resume(self) -> None:
        if self._shown is None and self.call.isEnabled():
            self._begin(live=True, make_call=self._live.resume_call)

    def _call_began(self, _app: str) -> None:
        if self._shown is None and self.call.isEnabled():
            self._begin(live=True)

    def _begin(self, *, live: bool, make_call: MakeCall | None = None) -> None:
        self._states.show_starting(live=live)
        QTimer.singleShot(0, self, lambda: self._start(live, make_call))

    def _start(self, live: bool, make_call: MakeCall | None) -> None:
        self._sound_check.stop()
        self.parts.sound_check.hide()
        make_call = make_call or (self._live.make_live_call if live else self._make_sample_call)
        try:
            shown = ShownCall(make_call, self._settings, live=live, tray=self._tray)
            shown.start()
        except PrompterError as error:
            self._show_idle(str(error), trouble=True)
            return
        self._shown = shown
        if live:
            self.parts.cut_off.hide()
        shown.closed.connect(self._call_closed)
        shown.paused.connect(self._show_paused)
        self._states.show_running(live=live)

    def _show_paused(self, paused: bool) -> None:
        if self._shown is not None and self._shown.live:
            self._states.show_paused(paused)

    def _call_closed(self) -> None:
        shown, self._shown = self._shown, None
        if shown is None:
            return
        trouble = shown.trouble
        if shown.live:
            self.parts.sound.call_ended()
        self._show_idle(
            str(trouble or ""), trouble=trouble is not None, after_sample=not shown.live
        )
        if shown.quits:
            self.trouble = shown.trouble
            self._leave()
        elif shown.live and not (self._live.auto_start and self._tray.there):
            self.showNormal()

    def _show_idle(self, note: str, *, trouble: bool, after_sample: bool = False) -> None:
        self._states.show_idle(
            note, why_not=self._why_not, trouble=trouble, after_sample=after_sample
        )

    def _look_again(self) -> None:
        if self._why_not and self._shown is None:
            self._why_not = self._live.why_not
            if not self._why_not:
                self._show_idle("", trouble=False)

    def _check_sound(self) -> None:
        self.check.setEnabled(False)
        self.parts.sound_check.show_begin()
        self._sound_check.start()

    def _show_checked(self, found: object) -> None:
        self.parts.show_checked(found)
        self.check.setEnabled(self._shown is None)
        self.check.setFocus()

    def _set_auto_start(self, on: bool) -> None:
        try:
            self._live.set_auto_start(on)
        except PrompterError as error:
            self.parts.show_note(str(error), trouble=True)
        self._watch.switch(on)

    def _come_forward(self) -> None:
        if self._shown is None:
            self.show()
            self.activateWindow()

    def _use_settings(self, settings: Settings) -> None:
        """A window that is shown already keeps its look until the next call."""
        self._settings = self._settings.with_look_of(settings)
        self._use_theme()

    def _use_theme(self) -> None:
        theme = pick_theme(self._settings.theme)
        self.setStyleSheet(style_sheet(theme))
        self.parts.sound_check.set_theme(theme)

    def _leave(self) -> None:
        self.hide()
        self.before.close()
        self._watch.stop()
        self._sound_check.stop()
        self._live.vault.stop_waiting()
        self._checkup.wait()
        self.parts.vault.wait()
        self._past_calls.stop()
        self.closed.emit()
