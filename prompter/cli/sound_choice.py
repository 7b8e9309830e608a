"""`--sound`: whether the sound of this call is kept too."""

from __future__ import annotations

from typing import Annotated

import typer

from prompter.consent import load_rules
from prompter.errors import PrompterError
from prompter.record import Continued, Keep
from prompter.settings import Settings

KeepSound = Annotated[
    bool | None,
    typer.Option("--sound/--no-sound", help="Keep the sound too; default: setting keep_sound."),
]


def chosen_sound(wanted: bool | None, settings: Settings, keep: Keep) -> bool:
    """Whether sound is kept. Raises PrompterError when it is asked for and nothing is kept."""
    if wanted and keep is Keep.NOTHING:
        raise PrompterError("nothing of this call is kept, so its sound is not; leave --sound out")
    return keep is not Keep.NOTHING and (settings.keep_sound if wanted is None else wanted)


def sound_of_live_call(
    wanted: bool | None, settings: Settings, keep: Keep, rest_of: Continued | None
) -> bool:
    """The same for a live call; says what to ask first. What was agreed at its start holds on."""
    sound = chosen_sound(wanted, settings, keep)
    if rest_of is not None and not rest_of.summary.sound_s:
        return False
    if sound:
        sentence = load_rules().sound_sentence
        typer.echo(f'The sound of this call is kept. Ask first: "{sentence}"', err=True)
    return sound
