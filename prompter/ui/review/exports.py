"""Calls become files: one, or all that the list shows; the archive's thread writes them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from prompter.record.calls import StoredCall
from prompter.record.export import Format
from prompter.record.export.many import Wanted, write_calls
from prompter.record.export.whole_file import write_whole
from prompter.record.listing import CallQuery
from prompter.record.reader import ArchiveReader
from prompter.ui.choice_box import ChoiceBox
from prompter.ui.review.archive_worker import ArchiveWorker
from prompter.ui.tick_box import TickBox

KINDS = {
    Format.DOCX: "Word document (docx)",
    Format.HTML: "Web page (html)",
    Format.TXT: "Plain text (txt)",
    Format.MD: "Markdown (md)",
    Format.CSV: "Table (csv)",
    Format.JSON: "All of it, for programs (json)",
    Format.SRT: "Subtitles (srt)",
    Format.VTT: "Subtitles (vtt)",
}
READ_IT = "Names and numbers are found by rules: read the file before you give it away."


class ExportDialog(QDialog):
    """How calls are to be written."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.form = ChoiceBox(self)
        self.form.setAccessibleName("Kind of file")
        for form, words in KINDS.items():
            self.form.addItem(words, form)
        self.times = TickBox("With &times", self)
        self.times.setChecked(True)
        self.redact = TickBox("&Black out names and numbers", self)
        self.warning = QLabel(READ_IT, self)
        self.warning.setWordWrap(True)
        self.warning.hide()
        self.redact.toggled.connect(self.warning.setVisible)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(10)
        for each in (self.form, self.times, self.redact, self.warning, buttons):
            column.addWidget(each)
        self.setMinimumWidth(400)

    @property
    def wanted(self) -> Wanted:
        form = Format(self.form.currentData())  # Qt hands it back as plain text
        return Wanted(form, self.times.isChecked(), self.redact.isChecked())


class Exports:
    """Asks how and where, then lets the worker write; it answers "exported" with a sentence."""

    def __init__(self, worker: ArchiveWorker, window: QWidget) -> None:
        self._worker, self._window = worker, window
        self.dialog: ExportDialog | None = None

    def open(self, call: StoredCall | None, query: CallQuery) -> None:
        """call: this one; None: all that fit the query."""
        title = "Export the calls in the list" if call is None else "Export this call"
        self.dialog = dialog = ExportDialog(title, self._window)
        dialog.accepted.connect(
            lambda: (
                self._many(query, dialog.wanted) if call is None else self._one(call, dialog.wanted)
            )
        )
        dialog.setModal(True)
        dialog.show()

    def _one(self, call: StoredCall, wanted: Wanted) -> None:
        start, kind = f"call {call.summary.id}.{wanted.form}", f"*.{wanted.form}"
        file, _ = QFileDialog.getSaveFileName(self._window, "Export the call", start, kind)
        if file:

            def write(reader: ArchiveReader) -> str:
                content = wanted.content(reader.call(call.summary.id))  # the window has no words
                write_whole(Path(file), content, force=True)  # the dialog has asked
                return f"Written to {file}"

            self._worker.ask("exported", write)

    def _many(self, query: CallQuery, wanted: Wanted) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, "A folder for the files")
        if folder:

            def write(reader: ArchiveReader) -> str:
                written = write_calls(reader, query, Path(folder), wanted, force=False)
                calls = "1 call is" if written == 1 else f"{written} calls are"
                return f"{calls} written to {folder}"

            self._worker.ask("exported", write)
