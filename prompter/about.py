"""What Prompter says of itself: name, version, license, and what it is made of.

In:      the shipped file of third-party licenses.
Out:     lines for people, and one Part for each package.
Thread:  any; reads one file of 700 KB.
Errors:  PrompterError when that file isn't there.
Source:  the file is written by scripts/third_party.py from the lock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import prompter
from prompter import paths
from prompter.errors import PrompterError

NAME = f"Prompter {prompter.__version__}"
WHAT_IT_IS = "Hears a job call on this computer and shows the one short thing to ask next."
STAYS_HERE = "Nothing that is said in a call leaves this computer."
LICENSE = "Apache License 2.0"
_FILE = "THIRD_PARTY_LICENSES"
_HEAD = re.compile(r"^={20} (\S+) (\S+) ={20}$", re.MULTILINE)
_LICENSE = re.compile(r"^(?:License: (.*)|(Only where .*))$", re.MULTILINE)
_MODELS = re.compile(r"^Speech models: (.+)\.$", re.MULTILINE)
_MODEL = re.compile(r"([^,]+?) \(([^)]+)\)")


@dataclass(frozen=True, slots=True)
class Part:
    """Something that Prompter is made with. version: empty for a speech model.

    license: its name. text: all that its authors ask to be shown.
    """

    name: str
    version: str
    license: str
    text: str

    @property
    def line(self) -> str:
        """For a list."""
        return f"{self.name} {self.version}".strip() + f": {self.license}"


def own_lines() -> tuple[str, ...]:
    """What every place that tells about Prompter says, in this order."""
    return f"{NAME}, {LICENSE}.", WHAT_IT_IS, STAYS_HERE


def third_party() -> str:
    """All third-party licenses, whole. Raises PrompterError when the file isn't there."""
    file = paths.shipped(_FILE)
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise PrompterError(f"{file}: can't be read ({error.strerror}); install anew") from error


def parts_of(text: str) -> tuple[Part, ...]:
    """Each speech model and package in the text of `third_party`."""
    pieces = _HEAD.split(text)
    found = []
    if named := _MODELS.search(pieces[0]):
        found = [Part(name.strip(), "", of, f"{name.strip()}\nLicense: {of}\n")
                 for name, of in _MODEL.findall(named[1])]  # fmt: skip
    for name, version, body in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        told = _LICENSE.search(body)
        license_name = (told[1] or f"{told[2][0].lower()}{told[2][1:]}") if told else "see its text"
        found.append(Part(name, version, license_name, f"{name} {version}\n{body.strip()}\n"))
    return tuple(found)


def matching(parts: tuple[Part, ...], words: str) -> tuple[Part, ...]:
    """Those in whose name, version or license each of the words stands."""
    wanted = words.casefold().split()
    return tuple(part for part in parts if all(word in part.line.casefold() for word in wanted))
