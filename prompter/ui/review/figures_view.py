"""The figures of one call, beside it, and of all calls, on a page of their own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from prompter.names import card_name, cue_name, goal_name
from prompter.record.calls import Outcome
from prompter.record.export.timeline import clock, duration
from prompter.record.figures import AllFigures, CallFigures, CardFigures
from prompter.ui.review.bars import Bar, Bars
from prompter.ui.theme import Theme

MOST_BARS = 15


class CallFiguresView(QScrollArea):
    """One call: the share of talk as bars, the rest as lines."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.share = Bars("Who talked", theme, self)
        self.pauses = Bars("Pause after each no", theme, self)
        self._inner = _scrolled(self)
        column = QVBoxLayout(self._inner)
        column.addWidget(self.share)
        column.addWidget(self.pauses)
        self._form = QFormLayout()
        self._form.setVerticalSpacing(10)
        column.addLayout(self._form)
        column.addStretch(1)

    @property
    def charts(self) -> tuple[Bars, ...]:
        """All that is drawn."""
        return (self.share, self.pauses)

    def show_figures(self, found: CallFigures) -> None:
        """Another call's."""
        share = found.me_share
        self.share.setVisible(share is not None)
        if share is not None:
            self.share.show_bars(
                [Bar("You", share, f"{share:.0%}"), Bar("Employer", 1 - share, f"{1 - share:.0%}")]
            )
        self.pauses.setVisible(bool(found.noes))
        self.pauses.show_bars(
            [
                Bar(
                    f"{clock(no.at_s)}  {cue_name(no.cue)}",
                    no.pause_s or 0.0,
                    "said no more" if no.pause_s is None else f"{no.pause_s:.1f} s",
                )
                for no in found.noes
            ]
        )
        while self._form.rowCount():
            self._form.removeRow(0)
        for name, value in _lines(found):
            label = QLabel(value, self._inner)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            self._form.addRow(name, label)


class AllFiguresPage(QWidget):
    """All calls: how far they came, noes by cue, and what became of each card."""

    back = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.funnel = Bars("How far calls came", theme, self)
        self.noes = Bars("Noes by cue", theme, self)
        self.outcomes = Bars("What calls led to", theme, self)
        self.cards = Bars("Cards (won: a meeting, referral or follow-up)", theme, self)
        self.back_button = QPushButton("‹ &Back", self)
        self.back_button.setProperty("role", "second")
        self.back_button.clicked.connect(self.back)
        title = QLabel("Figures of all calls", self)
        title.setObjectName("review_title")
        head = QHBoxLayout()
        head.addWidget(self.back_button)
        head.addSpacing(10)
        head.addWidget(title, 1)
        area = QScrollArea(self)
        inner = _scrolled(area)
        sides = QHBoxLayout(inner)
        sides.setSpacing(48)
        for charts in ((self.funnel, self.outcomes, self.noes), (self.cards,)):
            column = QVBoxLayout()
            column.setSpacing(22)
            for chart in charts:
                column.addWidget(chart)
            column.addStretch(1)
            sides.addLayout(column, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 18, 24, 18)
        whole.setSpacing(14)
        whole.addLayout(head)
        whole.addWidget(area, 1)

    @property
    def charts(self) -> tuple[Bars, ...]:
        """All that is drawn."""
        return (self.funnel, self.noes, self.outcomes, self.cards)

    def show_figures(self, found: AllFigures) -> None:
        """As they are now."""
        self.funnel.show_bars(
            [Bar(name, count, _of(count, found.calls)) for name, count in found.funnel]
        )
        self.noes.show_bars(
            [Bar(cue_name(cue), n, f"{n:,}") for cue, n in found.noes_by_cue[:MOST_BARS]]
        )
        self.outcomes.show_bars(
            [Bar(outcome.words or "Not said yet", n, f"{n:,}") for outcome, n in found.outcomes]
        )
        self.cards.show_bars(
            [
                Bar(
                    card_name(card.card),
                    card.shown,
                    f"{card.shown:,} shown, {card.asked:,} asked, {_won(card):,} won",
                )
                for card in found.cards[:MOST_BARS]
            ]
        )


def _scrolled(area: QScrollArea) -> QWidget:
    inner = QWidget(area)
    inner.setObjectName("page_inner")
    area.setObjectName("page_scroll")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    return inner


def _of(count: int, calls: int) -> str:
    return f"{count:,} ({count / calls:.0%})" if calls else "0"


def _won(card: CardFigures) -> int:
    ends = (Outcome.NO, Outcome.HARD_STOP)
    return sum(count for outcome, count in card.outcomes if outcome not in ends)


def _lines(found: CallFigures) -> list[tuple[str, str]]:
    lines = []
    if found.questions is not None:
        lines.append(("Questions you asked", str(found.questions)))
    if found.past_first_no_s is not None:
        lines.append(("Talked past the first no", duration(found.past_first_no_s)))
    if found.monologue_s is not None:
        lines.append(("Longest stretch alone", duration(found.monologue_s)))
    lines.append(("Asked for", _names(found.asked) or "nothing"))
    lines.append(("Left unasked", _names(found.left) or "nothing"))
    if found.card_delays_s:
        mean_s = sum(found.card_delays_s) / len(found.card_delays_s)
        worst_s = max(found.card_delays_s)
        lines.append(("Cards came after", f"{mean_s:.1f} s on average, {worst_s:.1f} s at worst"))
    return lines


def _names(goals: tuple[str, ...]) -> str:
    return ", ".join(goal_name(goal) for goal in goals)
