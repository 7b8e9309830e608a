"""The call in a terminal: captions, cards and faults, for machines without a display.

In:      CallEvent.
Out:     lines on a rich console; with a live last line where the terminal can do that.
Thread:  the session's calls `take`; rich's own thread redraws.
Errors:  none.
Source:  -
"""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.panel import Panel
from rich.text import Text

from prompter.messages import (
    AskHeard,
    CallEvent,
    CardDismissed,
    CardPinned,
    CardShown,
    CardWithdrawn,
    Channel,
    CueHit,
    Fault,
    Hypothesis,
    MomentMarked,
    Nudge,
    ViewAct,
)

_WHO = {Channel.THEM: "Employer", Channel.ME: "You"}
_PARTIAL_CHARS = 90


class TerminalView:
    """A listener that prints a call as it happens."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, refresh_per_second=10, transient=True)
        self._hits: list[CueHit] = []

    def __enter__(self) -> TerminalView:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()

    def take(self, event: CallEvent | ViewAct) -> None:
        """Print it. A terminal has no window to hide: acts on one are not for it."""
        match event:
            case Hypothesis(final=True):
                self._final(event)
            case Hypothesis():
                self._live.update(Text(f"… {event.text[-_PARTIAL_CHARS:]}", style="dim"))
            case CueHit():
                self._hits.append(event)
            case CardShown():
                self._card(event)
            case CardWithdrawn():
                self._console.print("[dim]the last card no longer applies[/dim]")
            case CardDismissed():
                self._console.print("[dim]put away[/dim]")
            case CardPinned():
                self._console.print(f"[dim]{'held' if event.pinned else 'let go'}[/dim]")
            case MomentMarked():
                self._console.print("[cyan]marked[/cyan]")
            case Nudge(over=False):
                self._console.print(f"[yellow]{event.text}[/yellow]")
            case AskHeard():
                self._console.print(f"[green]asked:[/green] {event.goal}")
            case Fault():
                mark = "[green]well again[/green]" if event.over else "[yellow]trouble[/yellow]"
                self._console.print(f"{mark}: {escape(event.text)}", highlight=False)

    def _final(self, event: Hypothesis) -> None:
        self._live.update(Text(""))
        if not event.text:
            return
        minutes, seconds = divmod(int(event.start_s), 60)
        line = Text(f"{minutes:02}:{seconds:02}  {_who(event):<9} ", style="dim")
        said = Text(event.text, style="" if event.channel is Channel.THEM else "dim")
        for hit in self._hits:
            if (hit.channel, hit.utterance) == (event.channel, event.utterance):
                said.highlight_words([hit.text], "bold underline", case_sensitive=False)
        self._hits = [hit for hit in self._hits if hit.utterance > event.utterance]
        self._console.print(line + said)

    def _card(self, event: CardShown) -> None:
        delay_ms = (event.at_s - event.cue_end_s) * 1000
        title = f"{event.goal.replace('_', ' ')} · heard: {event.cue.replace('_', ' ')}"
        noes = f" · no {event.noes}" if event.noes else ""
        body = Text(event.say, style="bold") + Text(f"\n{event.why}", style="dim")
        for line in event.script:
            body += Text(f"\n  {line}")
        self._console.print(
            Panel(body, title=title + noes, subtitle=f"{delay_ms:.0f} ms", border_style="cyan")
        )


def _who(event: Hypothesis) -> str:
    return "Not sure" if event.doubtful else _WHO[event.channel]
