# ruff: noqa: N802  (Qt names the events that are overridden here)
"""The window of past calls: joins its pages with the archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from prompter.errors import PrompterError
from prompter.messages import Channel
from prompter.record.calls import Details, StoredCall
from prompter.record.export import calendar_file
from prompter.record.export.timeline import one_line
from prompter.record.export.whole_file import write_whole
from prompter.record.figures import figures_of_all
from prompter.record.listing import CallQuery, Listed
from prompter.ui.playbook.workshop import MakeWorkshop
from prompter.ui.review.archive_worker import ArchiveWorker
from prompter.ui.review.call_page import CallPage
from prompter.ui.review.call_playback import CallPlayback
from prompter.ui.review.calls_model import PAGE
from prompter.ui.review.calls_page import CallsPage
from prompter.ui.review.exports import Exports
from prompter.ui.review.figures_view import AllFiguresPage
from prompter.ui.review.wording_buttons import WordingButtons
from prompter.ui.theme import pick_theme, style_sheet
from prompter.ui.view_settings import ViewSettings


class ReviewWindow(QWidget):
    """Esc goes back, Ctrl+F searches, Ctrl+W closes."""

    def __init__(
        self, archive: Path, settings: ViewSettings, make_workshop: MakeWorkshop | None = None
    ) -> None:
        """make_workshop: for “Missed this” and “Wrong card”; None: without them."""
        super().__init__()
        self.setObjectName("review")
        self.setWindowTitle("Past calls")
        self._settings, self._query = settings, CallQuery()
        self._segment: int | None = None
        theme = pick_theme(settings.theme)
        self.calls, self.one = CallsPage(theme, self), CallPage(theme, self)
        self.all_figures = AllFiguresPage(theme, self)
        self.wordings = WordingButtons(self.one, make_workshop)
        self.playback = CallPlayback(self.one, archive)
        self.pages = QStackedWidget(self)
        for page in (self.calls, self.one, self.all_figures):
            self.pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)
        room = QGuiApplication.primaryScreen().availableSize()
        self.resize(min(1240, room.width()), min(760, room.height()))
        self._worker = ArchiveWorker(archive, self)
        self._worker.answered.connect(self._answered)
        self.exports = Exports(self._worker, self)
        self._connect()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._use_theme)
        self._use_theme()
        self.refresh()
        self.calls.filters.search.setFocus()

    def refresh(self) -> None:
        """Read the list anew, and what is due."""
        self._ask_list(self._query)
        today = date.today()
        self._worker.ask("tags", lambda reader: reader.tags())
        self._worker.ask("due", lambda reader: reader.due(today))

    def open_call(self, call_id: int, segment_id: int | None = None) -> None:
        """Show one call, at a segment."""
        self._segment = segment_id
        self._ask_call("call", call_id)

    def stop(self) -> None:
        """Keep what was typed, be silent, and end the thread."""
        self.one.form.tell()
        self.playback.stop()
        self._worker.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window can be opened again."""
        self.one.form.tell()
        self.playback.stop()
        event.accept()

    def _connect(self) -> None:
        calls, one = self.calls, self.one
        calls.query_changed.connect(self._ask_list)
        calls.more_wanted.connect(self._ask_more)
        calls.opened.connect(self.open_call)
        calls.figures_wanted.connect(self._open_figures)
        self.all_figures.back.connect(self._go_back)
        one.back.connect(self._go_back)
        one.model.corrected.connect(self._correct)
        one.speaker_wanted.connect(self._change_speaker)
        one.restore_wanted.connect(self._restore)
        one.form.changed.connect(self._save)
        one.form.calendar_wanted.connect(self._write_calendar)
        one.export_wanted.connect(lambda: self.exports.open(self.one.call, self._query))
        calls.export_wanted.connect(lambda: self.exports.open(None, self._query))
        one.delete_wanted.connect(self._delete)
        self.playback.delete_wanted.connect(self._delete_sound)
        for keys, act in (
            (QKeySequence(Qt.Key.Key_Escape), self._go_back),
            (QKeySequence(QKeySequence.StandardKey.Close), self.close),
        ):
            QShortcut(keys, self).activated.connect(act)

    def _ask_list(self, query: CallQuery) -> None:
        self._query = query
        self._worker.ask("more", lambda _reader: ())  # rows of the query before are not wanted
        self._worker.ask("list", lambda reader: (query, reader.page(query, limit=PAGE)))

    def _ask_more(self, offset: int) -> None:
        query = self._query
        self._worker.ask(
            "more", lambda reader: (query, reader.page(query, offset=offset, limit=PAGE))
        )

    def _answered(self, key: str, answer: object) -> None:
        if isinstance(answer, PrompterError):
            self._say(answer, in_list=key == "list")
            return
        match key, answer:
            case "list", (CallQuery() as query, Listed() as listed):
                self.calls.show_calls(
                    listed.lines, listed.total, searching=bool(query.text.strip())
                )
            case "list", None:
                self.calls.show_calls((), 0, searching=False)
            case "more", (CallQuery() as query, Listed() as listed) if query == self._query:
                self.calls.model.add(listed.lines)
            case "tags", tuple(tags):
                self.calls.filters.show_tags(tags)
            case "due", tuple(due):
                self.calls.show_due(due)
            case "call" | "again", StoredCall() as call:
                self.one.show_call(call, self._segment)
                if key == "call":
                    self.pages.setCurrentWidget(self.one)
                    self.one.transcript.setFocus()
            case "figures", tuple(outlines):
                self.all_figures.show_figures(figures_of_all(outlines))
                self.pages.setCurrentWidget(self.all_figures)
                self.all_figures.back_button.setFocus()
            case (("corrected" | "saved" | "silent"), _):
                self._show_again()
            case "exported", str(told):
                QMessageBox.information(self, "Past calls", told)
            case "deleted", _:
                self.one.call = None
                self._go_back()
            case _:
                pass

    def _show_again(self) -> None:
        if self.one.call is not None:
            self._ask_call("again", self.one.call.summary.id)

    def _ask_call(self, key: str, call_id: int) -> None:
        self._worker.ask(key, lambda reader: reader.call(call_id, words=False))

    def _go_back(self) -> None:
        if self.pages.currentWidget() is self.calls:
            self.calls.filters.clear()
            self.calls.filters.search.setFocus()
            return
        self.one.form.tell()
        self.playback.stop()
        self.pages.setCurrentWidget(self.calls)
        self.refresh()
        self.calls.table.setFocus()

    def _open_figures(self) -> None:
        self._worker.ask("figures", lambda reader: reader.outlines())

    def _correct(self, segment_id: int, text: str) -> None:
        self._worker.change("corrected", lambda archive: archive.correct(segment_id, text=text))

    def _change_speaker(self, segment_id: int) -> None:
        assert self.one.call is not None
        was = next(one.channel for one in self.one.call.segments if one.id == segment_id)
        other = Channel.ME if was is Channel.THEM else Channel.THEM
        self._worker.change("corrected", lambda archive: archive.correct(segment_id, channel=other))

    def _restore(self, segment_id: int) -> None:
        self._worker.change("corrected", lambda archive: archive.restore(segment_id))

    def _save(self, details: Details) -> None:
        if self.one.call is not None:
            call_id = self.one.call.summary.id
            self._worker.change("saved", lambda archive: archive.save_details(call_id, details))

    def _write_calendar(self) -> None:
        call = self.one.call
        if call is None:
            return
        summary = replace(call.summary, details=self.one.form.details)
        file, _ = QFileDialog.getSaveFileName(self, "Calendar file", "next step.ics", "*.ics")
        if file:
            self._write(Path(file), calendar_file.render(summary, datetime.now(UTC)).encode())

    def _write(self, file: Path, content: bytes) -> None:
        try:
            write_whole(file, content, force=True)  # the dialog has asked
        except PrompterError as error:
            self._say(error)

    def _delete(self) -> None:
        if self.one.call is None:
            return
        call = self.one.call.summary
        question = f"Delete “{one_line(call.name)}” for good? Nothing of it is left."
        if QMessageBox.question(self, "Delete the call", question) == _YES:
            self._worker.change("deleted", lambda archive: archive.delete(call.id))

    def _delete_sound(self) -> None:
        if self.one.call is None:
            return
        call_id = self.one.call.summary.id
        question = "Delete the sound of this call for good? What was written down stays."
        if QMessageBox.question(self, "Delete the sound", question) == _YES:
            self.playback.stop()
            self._worker.change("silent", lambda archive: archive.delete_sound(call_id))

    def _say(self, error: PrompterError, *, in_list: bool = False) -> None:
        if in_list:
            self.calls.show_trouble(str(error))
        else:
            QMessageBox.warning(self, "Past calls", str(error))

    def _use_theme(self) -> None:
        theme = pick_theme(self._settings.theme)
        self.setStyleSheet(style_sheet(theme))
        self.calls.set_theme(theme)
        self.one.set_theme(theme)
        for chart in self.all_figures.charts:
            chart.theme = theme


_YES = QMessageBox.StandardButton.Yes
