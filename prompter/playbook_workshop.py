"""Where a user's playbook is changed: edits are collected, tried on known talk, then saved.

In:      edits of wordings, or a whole text (an import, an earlier version).
Out:     the effect of what is pending; the saved playbook.
Thread:  one at a time; `try_out` takes seconds and may run on a worker's.
Errors:  BadEdit, BadPlaybook, PrompterError; then nothing pending has changed.
Source:  nothing is saved that was not shown: the front ends ask after `try_out`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from prompter import paths
from prompter.assemble import phrases_of, sample, shipped_playbook
from prompter.back_test import ReadOnce, back_test
from prompter.errors import PrompterError
from prompter.messages import Channel
from prompter.prompt import Playbook
from prompter.prompt.edit import Edit, edited
from prompter.prompt.effect import Effect, TestLine
from prompter.prompt.load import playbook_from
from prompter.prompt.own_playbook import OwnPlaybook, Version
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
        self._saved = self._own.text()
        self._texts = [self._saved]

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
        return playbook_from(self.text, self.file)

    @property
    def is_changed(self) -> bool:
        return self.text != self._saved

    @property
    def can_undo_edit(self) -> bool:
        return len(self._texts) > 1

    def edit(self, edit: Edit) -> None:
        """Add an edit to what is pending. Raises BadEdit or BadPlaybook."""
        self._texts.append(edited(self.text, edit, self.file))

    def replace_text(self, text: str, where: Path) -> None:
        """A whole text becomes what is pending. where: named when it is refused."""
        playbook_from(text, where)
        self._texts.append(text)

    def undo_edit(self) -> None:
        """Take the last pending change back."""
        if self.can_undo_edit:
            self._texts.pop()

    def try_out(self, goes_on: Callable[[int], bool] = lambda _done: True) -> Effect | None:
        """What the pending changes do to all kept calls and the example lines.

        goes_on: told how many lines are done; False cancels, which gives None.
        """
        learned, _why = load_learned(paths.shipped("models/cues"))
        shared = None if learned is None else ReadOnce(learned)
        shipped = phrases_of(shipped_playbook())
        now, changed = (
            FusedSpotter(phrases_of(playbook_from(text, self.file)), shared, shipped)
            for text in (self._saved, self.text)
        )
        return back_test(now, changed, self._lines(), goes_on)

    def save(self) -> None:
        """Put what is pending in place; the version before is kept."""
        self._own.save(self.text)
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

    def _taken_up(self) -> None:
        self._saved = self._own.text()
        self._texts = [self._saved]
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
