"""`prompter about`: what Prompter is, what it is made of, and under which licenses."""

from __future__ import annotations

import re
from typing import Annotated

import typer

import prompter
from prompter import paths
from prompter.errors import PrompterError

_FILE = "THIRD_PARTY_LICENSES"
_PART = re.compile(r"^={20} (\S+ \S+) ={20}\nLicense: (.*)$", re.MULTILINE)


def about(
    licenses: Annotated[
        bool, typer.Option("--licenses", help="Every license, with its whole text.")
    ] = False,
) -> None:
    """What Prompter is, what it is made of, and under which licenses.

    Examples:

      prompter about

      prompter about --licenses | less
    """
    text = third_party()
    if licenses:
        typer.echo(text)
        return
    typer.echo(f"Prompter {prompter.__version__}, Apache License 2.0.")
    typer.echo("What is said in a call never leaves this computer.\n")
    typer.echo("It is made with:")
    for name, license_name in parts_of(text):
        typer.echo(f"  {name}: {license_name}")
    typer.echo("\nThe whole texts: prompter about --licenses")


def third_party() -> str:
    """All third-party licenses. Raises PrompterError when the file isn't there."""
    file = paths.shipped(_FILE)
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise PrompterError(f"{file}: can't be read ({error.strerror}); install anew") from error


def parts_of(text: str) -> list[tuple[str, str]]:
    """Each package with its version, and the name of its license."""
    return _PART.findall(text)
