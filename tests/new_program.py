"""What a program knows of keys when it is started anew."""

from __future__ import annotations

from prompter.record.keys import KEYS, Keys, Protect


def a_new_program(protect: Protect = Protect.AUTO) -> None:
    """From here on this process is as one that was started just now, with this setting."""
    fresh = Keys()
    fresh.choose(protect)
    KEYS.__dict__.update(fresh.__dict__)
