"""Average the weights of several runs that went on from one another.

    python models/cues/average.py /tmp/mean /tmp/run1 /tmp/run2 …

Each run leans towards the lines that it read last; their mean leans less, and costs no time in the
app. Source: Wortsman et al. 2022, "Model soups", arXiv:2203.05482.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    """Write the mean as a run of its own."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("out", type=Path)
    asked.add_argument("runs", type=Path, nargs="+")
    args = asked.parse_args()
    runs = [torch.load(run / "network.pt", weights_only=True) for run in args.runs]
    mean = {
        name: torch.stack([run[name] for run in runs]).mean(0)
        if first.is_floating_point()
        else first
        for name, first in runs[0].items()
    }
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(mean, args.out / "network.pt")


if __name__ == "__main__":
    main()
