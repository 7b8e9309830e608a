"""The parts of the overlay, from top to bottom, and how much room they take."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from prompter.ui.action_row import ActionRow
from prompter.ui.call_foot import CallFoot
from prompter.ui.caption_line import CaptionLine
from prompter.ui.card_view import CardView
from prompter.ui.fault_strip import FaultStrip
from prompter.ui.nudge_strip import NudgeStrip
from prompter.ui.question_panel import QuestionPanel
from prompter.ui.status_bar import StatusBar
from prompter.ui.theme import Theme
from prompter.ui.view_settings import ViewSettings

LEAST_SIZE = QSize(420, 260)
SIDE_PX, TOP_PX, SPACE_PX = 22, 14, 10


class OverlayParts:
    """One column. What comes and goes makes the window larger, so that the card keeps its size."""

    def __init__(
        self, window: QWidget, theme: Theme, settings: ViewSettings, *, live: bool
    ) -> None:
        self.status = StatusBar(theme, window, can_hide=live)
        self.question = QuestionPanel(window)
        self.faults = FaultStrip(window)
        self.card = CardView(theme, window, settings.font_size_pt)
        self.nudge = NudgeStrip(window)
        self.actions = ActionRow(window)
        self.caption = CaptionLine(theme, window)
        self.foot = CallFoot(theme, window)
        self._live = live
        self.rule = rule = QFrame(window)
        rule.setObjectName("rule")
        rule.setFixedHeight(1)
        column = QVBoxLayout(window)
        column.setContentsMargins(SIDE_PX, TOP_PX, SIDE_PX, TOP_PX)
        column.setSpacing(SPACE_PX)
        above = [self.status, self.question, self.faults]
        below = [self.nudge, self.actions, rule, self.caption, self.foot]
        for part in [*above, self.card, *below]:
            column.addWidget(part, 1 if part is self.card else 0)
        rule.setVisible(settings.captions or live)
        self.caption.setVisible(settings.captions)
        self.foot.setVisible(live)
        self._spared_px = 0 if settings.captions else self.caption.height() + SPACE_PX

    @property
    def least_size(self) -> QSize:
        """The window must never be smaller."""
        least = max(LEAST_SIZE.width() - 2 * SIDE_PX, self.actions.least_width_px)
        if self._live:
            least = max(least, self.foot.least_width_px)
        return QSize(least + 2 * SIDE_PX, LEAST_SIZE.height())

    def size(self, wanted: QSize) -> QSize:
        """The window's size when nothing extra is shown, for the size the user wants."""
        foot_px = self.foot.sizeHint().height() + SPACE_PX if self._live else 0
        size = wanted + QSize(0, foot_px - self._spared_px)
        return size.expandedTo(self.least_size)

    def extra_height(self, bare: QSize) -> int:
        """What the window must grow by, from its bare size, for all that is shown now."""
        inner_px = bare.width() - 2 * SIDE_PX
        card_height_px = bare.height() - self._around_card_px()
        heights = [self.question.height_for(inner_px), self.nudge.height_for(inner_px)]
        heights.append(self.faults.heightForWidth(inner_px) if self.faults.has_fault else 0)
        extra = sum(height + SPACE_PX for height in heights if height)
        return extra + max(0, self.card.least_height(inner_px) - card_height_px)

    def _around_card_px(self) -> int:
        """What margins and the parts that always stay take of the height."""
        heights = [self.status.sizeHint().height(), self.actions.height()]
        if not self.rule.isHidden():
            heights.append(self.rule.height())
        if not self.caption.isHidden():
            heights.append(self.caption.height())
        if not self.foot.isHidden():
            heights.append(self.foot.sizeHint().height())
        return 2 * TOP_PX + sum(heights) + SPACE_PX * len(heights)

    def set_theme(self, theme: Theme) -> None:
        """Use these colors from now on."""
        for part in (self.caption, self.status, self.foot, self.card):
            part.set_theme(theme)

    def show_clicks_pass(self, how_back: str) -> None:
        """Buttons that can't be clicked are not shown; how_back: empty when they can."""
        self.actions.show_clicks_pass(how_back)
        self.foot.show_buttons(not how_back)
        self.status.show_buttons(not how_back)
