"""`prompter ctl`: tell a running call what to do, from a key of the desktop or another terminal."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from prompter.control.commands import Command
from prompter.control.reach import send
from prompter.errors import PrompterError


def ctl(
    command: Annotated[Command, typer.Argument(help="What the call is to do.")],
    process: Annotated[
        int | None, typer.Option(help="The process of the call, when two are running.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="With state: write it as one line of JSON.")
    ] = False,
) -> None:
    """Tell the call that runs now what to do.

    next: another card for the same cue. dismiss: put the card away. pin: hold it, or let it
    go. asked: I have asked this. mark: find this moment again. hide, show: the overlay.
    click-through: let clicks through the overlay, or take them again. focus: give the overlay
    the keyboard, until Escape. pause, resume, end: the call. state: how it stands.

    Bind these commands to keys in your desktop's own settings where Prompter's hotkeys don't
    work (Wayland, macOS).

    Examples:

      prompter ctl next

      prompter ctl mark

      prompter ctl state --json
    """
    answer = send(command, process)
    if answer.error:
        raise PrompterError(answer.error)
    if command is Command.STATE:
        typer.echo(json.dumps(answer.state, ensure_ascii=False) if as_json else _line(answer.state))


def _line(state: dict[str, Any]) -> str:
    minutes, seconds = divmod(int(state.get("elapsed_s", 0)), 60)
    line = f"{state.get('state')}, {minutes:02}:{seconds:02}, {state.get('source')}"
    if noes := state.get("noes"):
        line += f", no {noes}"
    if card := state.get("card"):
        marks = "".join(f", {word}" for word in ("pinned", "asked") if card.get(word))
        line += f"\ncard {card.get('id')}{marks}: {card.get('say')}"
    return line


def run_ctl(arguments: list[str]) -> None:
    """`prompter ctl` with these arguments, loading nothing that it doesn't need."""
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    alone.command()(ctl)
    alone(arguments, prog_name="prompter ctl")
