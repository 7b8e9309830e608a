"""The amber strip that says in plain words what is wrong around the call."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from prompter.messages import Channel, Fault, FaultKind

PASSING = frozenset(
    {
        FaultKind.BLOCKS_DROPPED,
        FaultKind.ENGINE_MISSING,
        FaultKind.CONTROL_LIMITED,
        FaultKind.SEEN_IN_SHARES,
    }
)
"""Faults that happen and are past, or that nothing will end in this call: to be read once."""
PASSING_MS = 10_000
"""Long enough to read the strip twice."""


class FaultStrip(QLabel):
    """Shows the newest fault that is not over; hidden when all is well."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAccessibleName("Trouble")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._faults: dict[tuple[FaultKind, Channel | None], Fault] = {}
        self.passing = QTimer(self)
        self.passing.setSingleShot(True)
        self.passing.setInterval(PASSING_MS)
        self.passing.timeout.connect(self._end_passing)
        self.hide()

    @property
    def has_fault(self) -> bool:
        """Whether anything is wrong now."""
        return bool(self._faults)

    @property
    def channels(self) -> frozenset[Channel]:
        """The channels whose sound or words something is wrong with."""
        return frozenset(
            channel
            for kind, channel in self._faults
            if channel is not None and kind is not FaultKind.ENGINE_MISSING
        )

    def show_fault(self, fault: Fault) -> None:
        """Add a fault, or end the one of its kind and channel."""
        key = (fault.kind, fault.channel)
        self._faults.pop(key, None)
        if not fault.over:
            self._faults[key] = fault
            if fault.kind in PASSING:
                self.passing.start()
        self._show_texts()

    def _end_passing(self) -> None:
        self._faults = {key: known for key, known in self._faults.items() if key[0] not in PASSING}
        self._show_texts()

    def _show_texts(self) -> None:
        texts = [known.text for known in reversed(self._faults.values())]
        self.setText(texts[0] if texts else "")
        self.setToolTip("\n".join(texts))
        self.setVisible(bool(texts))
        self.changed.emit()
