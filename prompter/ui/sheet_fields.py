"""The fields of a call sheet, in groups, and what stands in them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from prompter.call_sheet import MOST, CallSheet
from prompter.ui.plain_page import text_line
from prompter.ui.text_field import TextField

REFERRALS_A_LINE = "one a line"


@dataclass(frozen=True, slots=True)
class Typed:
    """All that the window holds; name, number: the user's own."""

    sheet: CallSheet
    name: str
    number: str


class SheetFields:
    """Built into a column from top to bottom; Tab goes the same way."""

    def __init__(self, parent: QWidget, column: QVBoxLayout) -> None:
        self._parent, self._column = parent, column
        self.all: list[TextField] = []
        self._group("Who you call")
        self.company, self.person = self._pair(
            ("&Company", "Acme Logistics"), ("&Person", "Jane Okafor")
        )
        self.role = self._field("&Role", "site planner")
        self.met = self._field(
            "&How you met", "Her talk at the March meet-up; I asked about routes"
        )
        self._group("Ideas for them", "A sentence can begin: “I have an idea about …”")
        self.ideas = self._list("ideas", "Idea", "cutting empty return trips")
        self._group("Proofs, each with a figure", "“In my last job I …”")
        self.proofs = self._list("proofs", "Proof", "cut planning time by a third in six months")
        self._group("Times to meet", "As you would say them.")
        self.times = list(
            self._pair(("Time &1", "Tuesday at ten"), ("Time &2", "Thursday at three"))
        )
        self._group("Good to have")
        self.referrals = self._field(
            f"Companies that they could &name ({REFERRALS_A_LINE})",
            "Who could use you and doesn't compete with them",
            many_lines=True,
        )
        self.notes = self._field("N&otes", "Anything else; only you see it", many_lines=True)
        self._group("You", "Kept once, for all calls.")
        self.name, self.number = self._pair(
            ("&Your name", "Jo Berg"), ("Your phone num&ber", "555 0134")
        )

    def typed(self) -> Typed:
        """What stands in the fields. Empty lines at the end of a list are left out."""
        sheet = CallSheet(
            company=self.company.text,
            person=self.person.text,
            role=self.role.text,
            met=self.met.text,
            ideas=_listed([field.text for field in self.ideas]),
            proofs=_listed([field.text for field in self.proofs]),
            times=_listed([field.text for field in self.times]),
            referrals=_listed(self.referrals.text.split("\n"))[: MOST["referrals"]],
            notes=self.notes.text,
        )
        return Typed(sheet, self.name.text, self.number.text)

    def show(self, typed: Typed) -> None:
        """Put this into the fields, without telling that they changed."""
        sheet = typed.sheet
        texts = [sheet.company, sheet.person, sheet.role, sheet.met]
        for key in ("ideas", "proofs", "times"):
            values = getattr(sheet, key)
            texts += [*values, *[""] * (MOST[key] - len(values))]
        texts += ["\n".join(sheet.referrals), sheet.notes, typed.name, typed.number]
        for field, text in zip(self.all, texts, strict=True):
            field.blockSignals(True)
            field.put(text)
            field.blockSignals(False)
            field.fit()

    def lock(self) -> None:
        """The file can't be read, so nothing may be written over it."""
        for field in self.all:
            field.setEnabled(False)

    def _group(self, title: str, help_text: str = "") -> None:
        self._column.addSpacing(10)
        self._column.addWidget(text_line("group", title, self._parent))
        if help_text:
            self._column.addWidget(text_line("help", help_text, self._parent))

    def _list(self, key: str, title: str, example: str) -> list[TextField]:
        numbers = range(1, MOST[key] + 1)
        return [self._field(f"{title} {n}", example if n == 1 else "") for n in numbers]

    def _field(self, label: str, example: str, *, many_lines: bool = False) -> TextField:
        made = self._made(label, example, self._column, many_lines)
        self._column.addSpacing(2)
        return made

    def _pair(self, *fields: tuple[str, str]) -> tuple[TextField, TextField]:
        row = QHBoxLayout()
        row.setSpacing(14)
        made = []
        for label, example in fields:
            side = QVBoxLayout()
            side.setSpacing(4)
            made.append(self._made(label, example, side, False))
            side.addStretch(1)
            row.addLayout(side, 1)
        self._column.addLayout(row)
        return made[0], made[1]

    def _made(self, label: str, example: str, where: QVBoxLayout, many_lines: bool) -> TextField:
        field = TextField(label.replace("&", ""), example, self._parent, many_lines=many_lines)
        words = QLabel(label, self._parent)
        words.setObjectName("label")
        words.setBuddy(field)
        where.addWidget(words)
        where.addWidget(field)
        self.all.append(field)
        return field


def _listed(texts: list[str]) -> tuple[str, ...]:
    while texts and not texts[-1].strip():
        texts = texts[:-1]
    return tuple(texts)
