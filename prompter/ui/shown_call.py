"""One call session and its overlay, from the first word to the last."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from prompter.errors import PrompterError
from prompter.messages import (
    CallState,
    Fault,
    FaultKind,
    StateChanged,
    UserAct,
    ViewAct,
)
from prompter.running_call import MakeCall, RunningCall
from prompter.ui.bridge import Bridge
from prompter.ui.overlay import OverlayWindow
from prompter.ui.signs import Look
from prompter.ui.tray import CallTray
from prompter.ui.view_settings import ViewSettings

KEEP_OR_END = "End the call, or keep listening in the background?"
HIDE_IT = "Hide the overlay? “{}” brings it back."
END_IT = "End the call?"
END_AND_QUIT = "End the call and quit Prompter?"


class ShownCall(QObject):
    """Starts a call session with an overlay on top, and ends it when the overlay is closed.

    A live call is never ended by closing alone: the overlay asks first.
    """

    closed = Signal()
    paused = Signal(bool)

    def __init__(
        self,
        make_call: MakeCall,
        settings: ViewSettings,
        *,
        live: bool = False,
        tray: CallTray | None = None,
        close_when_ended: bool = False,
        parent: QObject | None = None,
    ) -> None:
        """Make the session. Raises PrompterError, as `make_call` does, before any window opens.

        tray: shows how a live call stands, and brings a hidden overlay back.
        """
        super().__init__(parent)
        self.bridge = Bridge(self)
        self.live = live
        self.trouble: PrompterError | None = None
        """What went wrong when the call was stopped: a part of it may not be kept."""
        self.quits = False
        """Whether the user has said that the program shall end with this call."""
        self._tray = tray if live else None
        self._settings = settings
        self._close_when_ended = close_when_ended
        self._wants_pause = False
        self._call: RunningCall = make_call(self.bridge.take)
        self.overlay = OverlayWindow(settings, live=live)
        self._connect()

    def start(self) -> None:
        """Open the overlay and start the session. Raises PrompterError, with no window left."""
        self.overlay.follow_clock(lambda: self._call.clock_s)
        try:
            self.overlay.open()
        except PrompterError:
            self._call.stop()  # what it holds is free again
            self._leave_tray()
            raise
        try:
            self._call.start()
        except PrompterError:
            self.overlay.blockSignals(True)  # this call never ran, so none has ended
            self._leave_tray()
            self.overlay.close()
            raise
        if notice := self.overlay.share_notice:
            self.overlay.show_fault(Fault(FaultKind.SEEN_IN_SHARES, notice, 0.0))

    def close(self) -> None:
        """Close the overlay, which ends the call."""
        self.overlay.close()

    def show_overlay(self) -> None:
        """Bring the overlay back, if it was hidden."""
        self.overlay.come_back()

    def hide_overlay(self) -> None:
        """Hide the overlay; where there is no tray, first say what brings it back."""
        if self._tray is not None and self._tray.there:
            self.overlay.hide()
            return
        way = self._settings.key_or_command("hide", "show")
        self.overlay.ask(HIDE_IT.format(way), "Keep it", "Hide it", _nothing, self.overlay.hide)

    def toggle_pause(self) -> None:
        """Pause at once, or hear again."""
        self._wants_pause = not self._wants_pause  # at once, not when the call has followed
        (self._call.pause if self._wants_pause else self._call.resume)()

    def ask_to_close(self) -> None:
        """Ask whether the call shall end or only the overlay be hidden."""
        if self._tray is not None and self._tray.there:
            answers = ("Keep listening", "End the call", self.overlay.hide, self.close)
            self.overlay.ask(KEEP_OR_END, *answers)
        else:
            self.overlay.ask(END_IT, "Cancel", "End the call", _nothing, self.close)

    def ask_to_quit(self) -> None:
        """Ask before the call ends with the whole program; quitting then means `closed`."""
        self.overlay.ask(END_AND_QUIT, "Keep listening", "End and quit", _nothing, self._quit)

    def _quit(self) -> None:
        self.quits = True
        self.close()

    def _connect(self) -> None:
        bridge, overlay = self.bridge, self.overlay
        bridge.hypothesis_heard.connect(overlay.show_hypothesis)
        bridge.cue_heard.connect(overlay.show_cue)
        bridge.card_shown.connect(overlay.show_card)
        bridge.card_withdrawn.connect(overlay.withdraw_card)
        bridge.card_dismissed.connect(overlay.dismiss_card)
        bridge.card_pinned.connect(overlay.show_pinned)
        bridge.ask_heard.connect(overlay.mark_asked)
        bridge.moment_marked.connect(overlay.show_marked)
        bridge.nudged.connect(overlay.show_nudge)
        bridge.view_act_wanted.connect(self._do_with_window)
        bridge.fault_met.connect(overlay.show_fault)
        bridge.level_heard.connect(overlay.show_level)
        bridge.state_changed.connect(overlay.show_state)
        bridge.state_changed.connect(self._follow_state)
        overlay.closed.connect(self._end_call)
        overlay.act_wanted.connect(self._act)
        overlay.close_wanted.connect(self.ask_to_close)
        overlay.hide_wanted.connect(self.hide_overlay)
        overlay.foot.pause_wanted.connect(self.toggle_pause)
        overlay.foot.end_wanted.connect(self.close)
        if self._tray is not None:
            overlay.look_changed.connect(self._show_in_tray)
            overlay.clicks_pass_changed.connect(self._show_clicks_in_tray)
            self._tray.clicks_wanted.connect(self._switch_clicks)
            self._tray.show_wanted.connect(self.show_overlay)
            self._tray.pause_wanted.connect(self.toggle_pause)
            self._tray.end_wanted.connect(self.close)

    def _leave_tray(self) -> None:
        tray, self._tray = self._tray, None
        if tray is not None:
            tray.show_wanted.disconnect(self.show_overlay)
            tray.pause_wanted.disconnect(self.toggle_pause)
            tray.end_wanted.disconnect(self.close)
            tray.clicks_wanted.disconnect(self._switch_clicks)
            tray.show_look(Look.IDLE)

    def _show_in_tray(self, look: Look) -> None:
        if self._tray is not None:
            self._tray.show_look(look, in_call=True)

    def _show_clicks_in_tray(self, how_back: str) -> None:
        if self._tray is not None:
            self._tray.show_clicks_pass(bool(how_back))

    def _switch_clicks(self) -> None:
        self.overlay.let_clicks_pass(not self.overlay.clicks_pass)

    def _act(self, act: UserAct) -> None:
        self._call.act(act)

    def _do_with_window(self, act: ViewAct) -> None:
        """What `prompter ctl` or a hotkey wants of the window."""
        overlay = self.overlay
        match act:
            case ViewAct.SHOW:
                overlay.come_back()
            case ViewAct.HIDE:
                overlay.hide()
            case ViewAct.HIDE_OR_SHOW:
                overlay.hide_or_show()
            case ViewAct.CLICK_THROUGH:
                self._switch_clicks()
            case ViewAct.FOCUS:
                overlay.take_keyboard()
            case ViewAct.END:
                self.close()

    def _follow_state(self, changed: StateChanged) -> None:
        self._wants_pause = changed.state is CallState.PAUSED
        self.paused.emit(changed.state is CallState.PAUSED)
        if self._close_when_ended and changed.state is CallState.ENDED:
            self.overlay.close()

    def _end_call(self) -> None:
        self._leave_tray()
        try:
            self._call.stop()
        except PrompterError as error:
            self.trouble = error
        finally:
            self.closed.emit()  # a program that can't stop a call must still end


def _nothing() -> None:
    """The answer that changes nothing."""
