"""`prompter type`: type what the employer says, and see the cards."""

from __future__ import annotations

import sys

import typer
from rich.console import Console

from prompter import assemble
from prompter.cli.sheet_choice import SheetName, chosen_sheet
from prompter.cli.terminal_view import TerminalView
from prompter.cli.user_settings import user_settings
from prompter.recognize.typed import TypedWords


def type_words(sheet: SheetName = None) -> None:
    """Type what the employer says, a line an utterance; see which card comes.

    Nothing is kept. End with Ctrl+D (Ctrl+Z on Windows).

    Example:

      echo "we went with someone else" | prompter type
    """
    settings = user_settings()
    playbook = assemble.playbook_of(settings)
    slots = assemble.slots_of(settings, chosen_sheet(sheet))
    view = TerminalView(Console(highlight=False))
    session = assemble.build_typed_session(playbook, [view.take], slots)
    session.start()
    typed = TypedWords()
    if sys.stdin.isatty():
        typer.echo("You are the employer: type a line and press Enter. Ctrl+D ends the call.")
    try:
        for line in sys.stdin:
            for hypothesis in typed.type(line):
                session.hear(hypothesis)
    except KeyboardInterrupt:
        typer.echo()
    session.end()
    session.wait()
    session.stop()
    raise typer.Exit(1 if session.failed else 0)
