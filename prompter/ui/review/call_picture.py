# ruff: noqa: N802  (Qt names the events that are overridden here)
"""The picture of a call: who spoke when, and where the noes, cards, asks and marks fell."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QToolTip, QWidget

from prompter.messages import Channel
from prompter.record.calls import StoredCall
from prompter.record.export.timeline import NAMES, Entry, What, clock
from prompter.ui.fitted_label import sized
from prompter.ui.review.transcript_delegate import note_color
from prompter.ui.theme import Theme

LEFT_PX, RIGHT_PX = 82, 14
TRACK_PX, GAP_PX, SIGN_PX = 16, 6, 5.0
HEIGHT_PX = 106
NEAR_PX = 7
_TRACKS = {Channel.THEM: 8, Channel.ME: 8 + TRACK_PX + GAP_PX}
_SIGNS_TOP = 8 + 2 * (TRACK_PX + GAP_PX) + 10
_STEPS_S = (5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600)


class CallPicture(QWidget):
    """A click, or an arrow key from note to note, goes to that time."""

    wanted = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._call: StoredCall | None = None
        self._notes: list[Entry] = []
        self._noes: set[float] = set()
        self._at_s = 0.0
        self.length_s = 1.0
        """What the whole width stands for."""
        self.setFixedHeight(HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Picture of the call")
        self.setAccessibleDescription("Left and right go from note to note")

    def show_call(self, call: StoredCall, entries: list[Entry]) -> None:
        """Another call. entries: its timeline."""
        self._call = call
        ends = [segment.end_s for segment in call.segments]
        self.length_s = max([call.summary.length_s, *ends, 1.0])
        self._notes = [entry for entry in entries if entry.what is not What.SAID]
        highest = 0
        self._noes = set()
        for card in call.cards:
            if card.withdrawn_s is None and card.shown.noes > highest:
                highest = card.shown.noes
                self._noes.add(card.shown.cue_end_s)
        self.update()

    def show_place(self, at_s: float) -> None:
        """Where the transcript is now."""
        self._at_s = at_s
        self.update()

    def x_of(self, at_s: float) -> float:
        """Where this time is."""
        return LEFT_PX + (self.width() - LEFT_PX - RIGHT_PX) * min(1.0, at_s / self.length_s)

    def time_of(self, x: float) -> float:
        """Which time is here."""
        part = (x - LEFT_PX) / max(1, self.width() - LEFT_PX - RIGHT_PX)
        return min(1.0, max(0.0, part)) * self.length_s

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Two tracks, the notes under them, a scale, and a line at the place."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self.theme
        painter.setPen(QPen(QColor(theme.focus if self.hasFocus() else theme.edge), 1.5))
        painter.setBrush(QColor(theme.field))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        if self._call is None:
            painter.end()
            return
        self._draw_scale(painter)
        self._draw_tracks(painter, self._call)
        for note in self._notes:
            self._draw_sign(painter, note)
        for at_s in self._noes:
            painter.setPen(QPen(QColor(theme.end_call), 2))
            painter.drawLine(QPointF(self.x_of(at_s), 5), QPointF(self.x_of(at_s), _SIGNS_TOP - 8))
        painter.setPen(QPen(QColor(theme.text), 1.5))
        x = self.x_of(self._at_s)
        painter.drawLine(QPointF(x, 4), QPointF(x, HEIGHT_PX - 18))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there; a note near the click is meant."""
        x = event.position().x()
        near = self._near(x) if event.position().y() > _SIGNS_TOP - 10 else None
        self.wanted.emit(near.at_s if near else self.time_of(x))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From note to note."""
        times = [note.at_s for note in self._notes]
        if event.key() == Qt.Key.Key_Right:
            later = [at_s for at_s in times if at_s > self._at_s + 0.01]
            self.wanted.emit(later[0] if later else self._at_s)
        elif event.key() == Qt.Key.Key_Left:
            earlier = [at_s for at_s in times if at_s < self._at_s - 0.01]
            self.wanted.emit(earlier[-1] if earlier else 0.0)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """What a note says, under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            note = self._near(event.pos().x())
            at = clock(self.time_of(event.pos().x()))
            QToolTip.showText(
                event.globalPos(), f"{clock(note.at_s)}  {note.who}: {note.text}" if note else at
            )
            return True
        return super().event(event)

    def _near(self, x: float) -> Entry | None:
        near = [note for note in self._notes if abs(self.x_of(note.at_s) - x) <= NEAR_PX]
        return min(near, key=lambda note: abs(self.x_of(note.at_s) - x), default=None)

    def _draw_tracks(self, painter: QPainter, call: StoredCall) -> None:
        painter.setFont(sized(self.font(), 9))
        colors = {Channel.THEM: self.theme.cue, Channel.ME: self.theme.accent}
        for channel, top in _TRACKS.items():
            painter.setPen(QColor(self.theme.muted))
            room = QRectF(10, top, LEFT_PX - 14, TRACK_PX)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, NAMES[channel])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors[channel]))
            spoken = [
                (self.x_of(segment.start_s), self.x_of(segment.end_s))
                for segment in call.segments
                if segment.channel is channel
            ]
            painter.drawRects(
                [QRectF(left, top, max(1.5, right - left), TRACK_PX) for left, right in spoken]
            )

    def _draw_sign(self, painter: QPainter, note: Entry) -> None:
        x, y, size = self.x_of(note.at_s), float(_SIGNS_TOP), SIGN_PX
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(note_color(note, self.theme)))
        match note.what:
            case What.ASK:
                painter.drawEllipse(QPointF(x, y + 10), size, size)
            case What.CARD:
                painter.drawRoundedRect(QRectF(x - size, y - size, 2 * size, 2 * size), 2, 2)
            case What.CUE:
                painter.drawRect(QRectF(x - 1, y - 3 * size, 2, 2 * size))
            case _:
                shape = [(x, y + 5), (x + size, y + 15), (x - size, y + 15)]
                painter.drawPolygon(QPolygonF([QPointF(*point) for point in shape]))

    def _draw_scale(self, painter: QPainter) -> None:
        room_px = self.width() - LEFT_PX - RIGHT_PX
        step_s = next((s for s in _STEPS_S if room_px * s / self.length_s >= 64), _STEPS_S[-1])
        painter.setFont(sized(self.font(), 8))
        for number in range(int(self.length_s // step_s) + 1):
            x = self.x_of(number * step_s)
            painter.setPen(QPen(QColor(self.theme.edge), 1))
            painter.drawLine(QPointF(x, 6), QPointF(x, HEIGHT_PX - 20))
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(QPointF(x - 14, HEIGHT_PX - 7), clock(number * step_s))
