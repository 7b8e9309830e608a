"""One call session and its overlay, from the first word to the last."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from prompter.errors import PrompterError
from prompter.messages import CallState, StateChanged
from prompter.ui.bridge import Bridge
from prompter.ui.overlay import OverlayWindow, ViewSettings
from prompter.ui.running_call import MakeCall, RunningCall


class ShownCall(QObject):
    """Starts a call session with an overlay on top, and ends it when the overlay is closed."""

    closed = Signal()

    def __init__(
        self,
        make_call: MakeCall,
        settings: ViewSettings,
        *,
        close_when_ended: bool = False,
        parent: QObject | None = None,
    ) -> None:
        """Make the session. Raises PrompterError, as `make_call` does, before any window opens."""
        super().__init__(parent)
        self.bridge = Bridge(self)
        self._close_when_ended = close_when_ended
        self._call: RunningCall = make_call(self.bridge.take)
        self.overlay = OverlayWindow(settings)
        self._connect()

    def start(self) -> None:
        """Open the overlay and start the session. Raises PrompterError, with no window left."""
        self.overlay.follow_clock(lambda: self._call.clock_s)
        self.overlay.open()
        try:
            self._call.start()
        except PrompterError:
            self.overlay.blockSignals(True)  # this call never ran, so none has ended
            self.overlay.close()
            raise

    def close(self) -> None:
        """Close the overlay, which ends the call."""
        self.overlay.close()

    def _connect(self) -> None:
        bridge, overlay = self.bridge, self.overlay
        bridge.hypothesis_heard.connect(overlay.show_hypothesis)
        bridge.cue_heard.connect(overlay.show_cue)
        bridge.card_shown.connect(overlay.show_card)
        bridge.card_withdrawn.connect(overlay.withdraw_card)
        bridge.ask_heard.connect(overlay.mark_asked)
        bridge.fault_met.connect(overlay.show_fault)
        bridge.state_changed.connect(overlay.show_state)
        bridge.state_changed.connect(self._end_with_call)
        overlay.closed.connect(self._end_call)

    def _end_with_call(self, changed: StateChanged) -> None:
        if self._close_when_ended and changed.state is CallState.ENDED:
            self.overlay.close()

    def _end_call(self) -> None:
        try:
            self._call.stop()
        finally:
            self.closed.emit()  # a program that can't stop a call must still end
