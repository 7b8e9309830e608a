"""Engines without their own downloaders.

vosk and moonshine_voice import `requests` for downloaders that Prompter never uses. Merely
importing it opens a socket (urllib3 looks whether this machine has IPv6), and a call has no
business with the network at all: so they get an empty module in its place.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_NAME = "requests"


@contextmanager
def without_downloader() -> Iterator[None]:
    """Inside, `import requests` gives a module that holds nothing, unless it is loaded already."""
    if _NAME in sys.modules:
        yield
        return
    sys.modules[_NAME] = ModuleType(_NAME)
    try:
        yield
    finally:
        del sys.modules[_NAME]
