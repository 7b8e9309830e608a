"""Set options in a Vosk model's conf files. Done on our own installed copy alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from prompter.durable import write_durably


def tune(folder: Path, settings: Mapping[str, Iterable[str]]) -> list[str]:
    """Set lines such as "--dither=32" in conf files of the model in `folder`.

    Returns the files that were written, by their path inside the folder.
    """
    for name, lines in settings.items():
        file = folder / name
        text = file.read_text(encoding="utf-8")
        write_durably(file, with_options(text, lines).encode())
    return list(settings)


def with_options(text: str, lines: Iterable[str]) -> str:
    """`text` with each option set once: in its old place, or else at the end."""
    kept = text.splitlines()
    for line in lines:
        places = [at for at, old in enumerate(kept) if _option(old) == _option(line)]
        if places:
            kept[places[0]] = line
            kept = [old for at, old in enumerate(kept) if at not in places[1:]]
        else:
            kept.append(line)
    return "\n".join(kept) + "\n"


def _option(line: str) -> str:
    return line.split("=", 1)[0].strip()
