"""A part that goes away does so softly: what was there fades over what is there now."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QVariantAnimation
from PySide6.QtWidgets import QGraphicsOpacityEffect, QLabel, QStyle, QWidget

FADE_MS = 160
"""Short enough not to be waited for; nothing in the windows may move for longer than 200 ms."""


class Fade(QObject):
    """One picture of a part at a time, over that part."""

    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        self._part = part
        self._picture: QLabel | None = None
        self._run = QVariantAnimation(self)
        self._run.setStartValue(1.0)
        self._run.setEndValue(0.0)
        self._run.valueChanged.connect(self._show)
        self._run.finished.connect(self.cut_short)

    @property
    def duration_ms(self) -> int:
        """None at all where the desktop wants no animations."""
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        return min(FADE_MS, self._part.style().styleHint(hint, None, self._part))

    def begin(self) -> None:
        """Take a picture of the part as it is; change the part after this."""
        self.cut_short()
        if not self._part.isVisible() or self.duration_ms <= 0:
            return
        picture = QLabel(self._part)
        picture.setObjectName("fading")
        picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        picture.setPixmap(self._part.grab())
        picture.setGeometry(self._part.rect())
        picture.setGraphicsEffect(QGraphicsOpacityEffect(picture))
        picture.show()
        self._picture = picture
        self._run.setDuration(self.duration_ms)
        self._run.start()

    def cut_short(self) -> None:
        """End now: something new is to be read."""
        self._run.stop()
        picture, self._picture = self._picture, None
        if picture is not None:
            picture.hide()
            picture.deleteLater()

    def _show(self, opacity: float) -> None:
        if self._picture is not None:
            effect = self._picture.graphicsEffect()
            if isinstance(effect, QGraphicsOpacityEffect):
                effect.setOpacity(opacity)
