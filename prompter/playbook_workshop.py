"""Where a user's playbook is changed: edits are collected, tried on known talk, then saved.

In:      edits of wordings, or a whole text (an import, an earlier version).
Out:     the effect of what is pending; the saved playbook.
Thread:  one at a time; `try_out` takes seconds and may run on a worker's.
Errors:  BadEdit, BadPlaybook, PrompterError; then nothing pending has changed. PlaybookMoved
         from `save`: the pending edits then stand on what somebody else saved, to be tried anew.
Source:  nothing is saved that was not shown: the front ends ask after `try_out`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from prompter import paths
from prompter.assemble import phrases_of, sample, shipped_playbook
from prompter.back_test import ReadOnce, back_test, differ_by_phrases
from prompter.errors import BadPlaybook, PrompterError
from prompter.messages import Channel
from prompter.prompt import Playbook
from prompter.prompt.edit import BadEdit, Edit, edited
from prompter.prompt.effect import Effect, TestLine
from prompter.prompt.load import playbook_from
from prompter.prompt.own_playbook import OwnPlaybook, PlaybookMoved, Version
from prompter.record import ArchiveReader
from prompter.record.reader import ArchiveMissing
from prompter.settings import Settings, save_setting
from prompter.spot import FusedSpotter, load_learned
from prompter.spot.corpus import read_corpus

EXAMPLES = "models/cues/data/w10_01.txt"
"""Lines that no spotter has learned, half of them without a cue."""


class PlaybookWorkshop:
    """The user's playbook on the bench. used: told the file when it becomes the user's own."""

    def __init__(self, settings: Settings, used: Callable[[Path], None] = lambda _file: None):
        own = settings.playbook
        self._setting, self._used = own, used
        file = Path(own).expanduser() if own else paths.data_folder() / "playbook.toml"
        self._own = OwnPlaybook(file, sample("playbook.toml"))
        if own and not self._own.is_there:
            raise PrompterError(f"{file}: there is no such playbook; see playbook in the settings")
        self._changes: list[Edit | str] = []
        self._read: tuple[str, Playbook] | None = None
        self._begin_from(self._own.text())

    @property
    def file(self) -> Path:
        """Where the user's own playbook is, or will be."""
        return self._own.file

    @property
    def text(self) -> str:
        """The playbook with all that is pending."""
        return self._texts[-1]

    @property
    def playbook(self) -> Playbook:
        if self._read is None or self._read[0] != self.text:
            self._read = (self.text, playbook_from(self.text, self.file))
        return self._read[1]

    @property
    def is_changed(self) -> bool:
        return self.text != self._saved

    @property
    def can_undo_edit(self) -> bool:
        return len(self._texts) > 1

    def edit(self, edit: Edit) -> None:
        """Add an edit to what is pending. Raises BadEdit or BadPlaybook."""
        self._texts.append(edited(self.text, edit, self.file))
        self._changes.append(edit)

    def replace_text(self, text: str, where: Path) -> None:
        """A whole text becomes what is pending. where: named when it is refused."""
        playbook_from(text, where)
        self._texts.append(text)
        self._changes.append(text)

    def undo_edit(self) -> None:
        """Take the last pending change back."""
        if self.can_undo_edit:
            self._texts.pop()
            self._changes.pop()

    def try_out(self, goes_on: Callable[[int], bool] = lambda _done: True) -> Effect | None:
        """What the pending changes do to all kept calls and the example lines.

        goes_on: told how many lines are done; False cancels, which gives None.
        """
        learned, _why = load_learned(paths.shipped("models/cues"))
        shared = None if learned is None else ReadOnce(learned)
        shipped = phrases_of(shipped_playbook())
        now, changed = phrases_of(self._before()), phrases_of(playbook_from(self.text, self.file))
        return back_test(
            FusedSpotter(now, shared, shipped),
            FusedSpotter(changed, shared, shipped),
            self._lines(),
            goes_on,
            differ_by_phrases(now, changed, shared, shipped),
        )

    def save(self) -> None:
        """Put what is pending in place; the version before is kept. Raises PlaybookMoved."""
        try:
            self._own.save(self.text, over=self._saved)
        except PlaybookMoved as error:
            left_out = self._join(self._own.text())
            but = f", but not: {'; '.join(map(str, left_out))}" if left_out else ""
            raise PlaybookMoved(
                f"{error}; your changes now stand on top of that{but}. Try them out, then save"
            ) from error
        self._taken_up()

    def undo_save(self) -> None:
        """Bring back what the last save replaced; what is pending is dropped."""
        self._own.undo()
        self._taken_up()

    def undo_save_text(self) -> str:
        """What `undo_save` would bring back."""
        return self._own.undo_text()

    def versions(self) -> list[Version]:
        """What saves replaced, the newest first."""
        return self._own.versions()

    def version_text(self, name: str) -> str:
        return self._own.version_text(name)

    def _begin_from(self, saved: str) -> None:
        """Nothing is pending on top of what is saved."""
        self._saved, self._texts, self._changes = saved, [saved], []

    def _join(self, saved: str) -> list[Edit]:
        """Make what is pending once more, on another text; gives what has no place there."""
        changes, left_out = self._changes, list[Edit]()
        self._begin_from(saved)
        for change in changes:
            if isinstance(change, str):
                self.replace_text(change, self.file)
                continue
            try:
                self.edit(change)
            except BadEdit:
                left_out.append(change)
        return left_out

    def _before(self) -> Playbook:
        """What is saved; the shipped one where that is no good and is to be replaced."""
        try:
            return playbook_from(self._saved, self.file)
        except BadPlaybook:
            return shipped_playbook()

    def _taken_up(self) -> None:
        self._begin_from(self._own.text())
        if not self._setting:
            self._setting = str(self.file)
            save_setting(paths.settings_file(), "playbook", self._setting)
            self._used(self.file)

    def _lines(self) -> Iterator[TestLine]:
        try:
            with ArchiveReader.open(paths.archive_file()) as reader:
                for summary in reader.calls():
                    for segment in reader.call(summary.id).segments:
                        if segment.channel is Channel.THEM:
                            minutes, seconds = divmod(int(segment.start_s), 60)
                            where = f"call {summary.id}, {minutes}:{seconds:02}"
                            yield TestLine(segment.text, where)
        except ArchiveMissing:
            pass
        for call in read_corpus(paths.shipped(EXAMPLES)):
            for turn in call.turns:
                yield TestLine(turn.text, "example", turn.labels)
