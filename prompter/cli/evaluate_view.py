"""How the figures of `prompter evaluate` look in a terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

MOST_MIX_UPS = 12


def print_figures(made: dict[str, Any]) -> None:
    """Tables of shares with their intervals, mix-ups, false cards and delays."""
    console = Console()
    for name, rows in made["shares"].items():
        if not rows:
            continue
        table = Table(title=name, title_justify="left", box=None, header_style="bold")
        table.add_column("")
        for column in ("share", "95 %", "of"):
            table.add_column(column, justify="right")
        for row, share in rows.items():
            interval = f"{share['low']:.3f} to {share['high']:.3f}"
            table.add_row(row, f"{share['value']:.3f}", interval, str(share["tries"]))
        console.print(table)
        console.print()
    if made["mix_ups"]:
        table = Table(title="mix-ups", title_justify="left", box=None, header_style="bold")
        for column in ("right", "heard", "times"):
            table.add_column(column)
        for pair in made["mix_ups"][:MOST_MIX_UPS]:
            table.add_row(pair["right"], pair["heard"], str(pair["count"]))
        console.print(table)
        console.print()
    rate = made["wrong_cards_per_hour"]
    console.print(
        f"{made['wrong_cards']} wrong cards in {made['hours']:.2f} hours of talk"
        + (f": {rate} an hour" if rate is not None else "")
    )
    if made["delay_ms"]:
        delay = made["delay_ms"]
        console.print(f"cue end to hit: p50 {delay['p50']:.0f} ms, p95 {delay['p95']:.0f} ms")
