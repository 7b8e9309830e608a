"""Listening to the call that is shown: from any line, and the line that is heard is marked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMessageBox, QVBoxLayout

from prompter.playback.call_sound import CallSound
from prompter.playback.player import Player, PlayState
from prompter.ui.review.call_page import CallPage
from prompter.ui.review.call_rows import row_at
from prompter.ui.review.play_bar import PlayBar

_BELOW_THE_PICTURE = 2
FROM_HERE = "&Listen from here"


class Plays(Protocol):
    """What plays the sound of one call; see playback.player.Player."""

    @property
    def playing(self) -> bool: ...

    def play(self, from_s: float | None = None) -> None: ...

    def pause(self) -> None: ...

    def seek(self, at_s: float) -> None: ...

    def set_speed(self, speed: float) -> None: ...

    def close(self) -> None: ...


MakePlayer = Callable[[Path, int, float, Callable[[PlayState], None]], Plays]


def _player(
    archive: Path, call_id: int, length_s: float, tell: Callable[[PlayState], None]
) -> Plays:
    return Player(CallSound(archive, call_id).read, length_s, tell)


class CallPlayback(QObject):
    """Ctrl+Space plays and pauses, Ctrl+L plays from the line that is chosen."""

    delete_wanted = Signal()
    _told = Signal(int, object)
    """The number of the player, PlayState: from the player's thread to the windows'."""

    def __init__(self, page: CallPage, archive: Path, make_player: MakePlayer = _player) -> None:
        super().__init__(page)
        self._page, self._archive, self._make = page, archive, make_player
        self._player: Plays | None = None
        self._number = 0
        self._at_s = 0.0
        self._call: tuple[int, float] | None = None
        self._follows = False
        self.bar = PlayBar(page)
        layout = page.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(_BELOW_THE_PICTURE, self.bar)
        self.from_here = QAction(FROM_HERE, self)
        self.from_here.setShortcut(QKeySequence("Ctrl+L"))
        self.from_here.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        page.transcript.addAction(self.from_here)
        page.transcript.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.from_here.triggered.connect(self._play_from_here)
        self.bar.toggled.connect(self.toggle)
        self.bar.speed_wanted.connect(self._set_speed)
        self.bar.delete_wanted.connect(self.delete_wanted)
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)
        page.shown.connect(self._call_shown)
        page.transcript.selectionModel().currentChanged.connect(self._line_chosen)
        page.picture.wanted.connect(self._go_to)
        QShortcut(QKeySequence("Ctrl+Space"), page).activated.connect(self.toggle)
        self._call_shown()

    def toggle(self) -> None:
        """Play on, or pause."""
        if self._call is None:
            return
        player = self._ready()
        if player.playing:
            player.pause()
        else:
            player.play(self._at_s)

    def stop(self) -> None:
        """Be silent: the page is left."""
        self._number += 1  # what it still tells is not wanted
        player, self._player = self._player, None
        if player is not None:
            player.close()
            self._show(playing=False)

    def _call_shown(self) -> None:
        call = self._page.call
        summary = call.summary if call is not None else None
        there = (summary.id, summary.sound_s) if summary and summary.sound_s else None
        self.bar.setVisible(there is not None)
        self.from_here.setVisible(there is not None)
        if there != self._call:
            self.stop()
            self._call, self._at_s = there, 0.0
            index = self._page.transcript.currentIndex()
            if index.row() > 0:
                self._at_s = self._page.model.rows[index.row()].at_s
        self._show(playing=self._player is not None and self._player.playing)

    def _ready(self) -> Plays:
        """A player for this call; made when it is first wanted."""
        if self._player is None:
            assert self._call is not None
            number = self._number
            self._player = self._make(
                self._archive, *self._call, lambda state: self._told.emit(number, state)
            )
            self._player.set_speed(self.bar.speed.currentData())
        return self._player

    def _take(self, number: int, state: PlayState) -> None:
        if number != self._number:
            return
        self._at_s = state.at_s
        self._show(playing=state.playing)
        if state.playing:
            self._follow(state.at_s)
        if state.trouble:
            QMessageBox.warning(self._page, "Past calls", state.trouble)

    def _follow(self, at_s: float) -> None:
        """Mark the line that is heard, unless one is being corrected."""
        page = self._page
        typing = QApplication.focusWidget()
        if typing is None or not page.transcript.viewport().isAncestorOf(typing):
            row = row_at(page.model.rows, at_s)
            if 0 <= row != page.transcript.currentIndex().row():
                self._follows = True
                page.transcript.setCurrentIndex(page.model.index(row))
                self._follows = False
        page.picture.show_place(at_s)

    def _show(self, *, playing: bool) -> None:
        length_s = self._call[1] if self._call is not None else 0.0
        self.bar.show_state(min(self._at_s, length_s), length_s, playing=playing)

    def _line_chosen(self, index: QModelIndex, _before: object = None) -> None:
        if index.isValid() and not self._follows:
            self._go_to(self._page.model.rows[index.row()].at_s)

    def _go_to(self, at_s: float) -> None:
        if self._call is None:
            return
        self._at_s = at_s
        if self._player is not None:
            self._player.seek(at_s)
        self._show(playing=self._player is not None and self._player.playing)

    def _play_from_here(self) -> None:
        index = self._page.transcript.currentIndex()
        if self._call is not None and index.isValid():
            self._at_s = self._page.model.rows[index.row()].at_s
            self._ready().play(self._at_s)

    def _set_speed(self, speed: float) -> None:
        if self._player is not None:
            self._player.set_speed(speed)
