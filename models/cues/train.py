"""Train the cue spotter: fine-tune a small sentence model on the labelled lines.

    python models/cues/train.py /tmp/run                      on all lines
    python models/cues/train.py /tmp/fold --hold w4           on all writers but one

Writes network.pt and, for the writer held out, held.npz (what export.py chooses thresholds
by). About half an hour on two cores, 2 GB of memory. Learns nothing from the test folder.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).parents[2]))  # prompter.spot.spoken, as the app reads
from labelled import LABELS, TEST, UNSEEN, Line, all_lines
from network import OUTPUTS, CueNetwork, targets, tokenizer
from vary import Example, Varier, plain_words

BATCH = 32
FROZEN = 1
"""The lowest layers, which learn nothing."""
LAYER_DECAY = 0.85
SMOOTHING = 0.01
POSITIVE_WEIGHT = 2.0
NEAR_MISS_WEIGHT = 1.5
LONG_WORDS = 45
"""Longer lines take most of the time: each is read in every second epoch, about."""
AVERAGE = 0.995
"""The weights kept are a running mean of the last two hundred steps."""


class Batches:
    """Examples of like length together, so that little is padded."""

    def __init__(self) -> None:
        self._tokenizer = tokenizer()

    def ids(self, words: list[str]) -> list[int]:
        found: list[int] = self._tokenizer.encode(words, is_pretokenized=True).ids
        return found

    def padded(self, rows: list[list[int]]) -> tuple[Tensor, Tensor]:
        longest = max(map(len, rows))
        ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
        return ids, (torch.arange(longest)[None] < torch.tensor([len(r) for r in rows])[:, None])

    def in_order(self, lengths: list[int], draw: random.Random | None) -> list[list[int]]:
        """Numbers of examples, in batches; shuffled when a source of chance is given."""
        order = sorted(
            range(len(lengths)), key=lambda n: lengths[n] + (draw.random() * 4 if draw else 0)
        )
        batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        if draw:
            draw.shuffle(batches)
        return batches


def optimizer_for(network: CueNetwork, rate: float) -> torch.optim.AdamW:
    """Lower layers learn more slowly; the first and the embeddings not at all."""
    groups = [{"params": [*network.look.parameters(), *network.score.parameters()], "lr": rate * 8}]
    layers = list(network.encoder.encoder.layer)
    network.encoder.embeddings.requires_grad_(False)
    for layer in layers[:FROZEN]:
        layer.requires_grad_(False)
    for depth, layer in enumerate(reversed(layers[FROZEN:])):
        groups.append({"params": list(layer.parameters()), "lr": rate * LAYER_DECAY**depth})
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def loss_of(logits: Tensor, examples: list[Example], weights: Tensor) -> Tensor:
    """Binary cross entropy over the outputs; ignored labels and weights are honored."""
    wanted = torch.tensor([targets(example.labels) for example in examples])
    counts = torch.ones_like(wanted)
    for row, example in enumerate(examples):
        for label in example.ignored:
            counts[row, LABELS.index(label)] = 0
        if example.ignored and not example.labels:
            counts[row, len(LABELS) :] = 0
    wanted = wanted * (1 - 2 * SMOOTHING) + SMOOTHING
    counts = counts * (1 + (POSITIVE_WEIGHT - 1) * wanted) * weights[:, None]
    losses = nn.functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    return (losses * counts).sum(1).mean()


@torch.no_grad()
def logits_for(network: CueNetwork, texts: list[list[str]]) -> np.ndarray:
    """The logits of whole lines, without variation."""
    network.eval()
    batches = Batches()
    rows = [batches.ids(words) for words in texts]
    out = np.zeros((len(rows), len(OUTPUTS)), np.float32)
    for numbers in batches.in_order([len(row) for row in rows], None):
        ids, mask = batches.padded([rows[n] for n in numbers])
        out[numbers] = network(ids, mask)[0].numpy()
    network.train()
    return out


def keep_held(file: Path, logits: np.ndarray, lines: list[Line]) -> None:
    """Keep what bounds.py needs."""
    right = np.array([[label in line.labels for label in LABELS] for line in lines])
    given = np.array([[label in line.open_labels for label in LABELS] for line in lines])
    np.savez(
        file,
        scores=1 / (1 + np.exp(-logits[:, : len(LABELS)])),
        right=right,
        given=given,
        kinds=np.array([line.kind for line in lines]),
        texts=np.array([line.text for line in lines]),
        heard=np.array([line.heard for line in lines]),
    )


def quick_figures(logits: np.ndarray, lines: list[Line]) -> str:
    """Recall at the one score that keeps both kinds of false alarms in bounds."""
    scores = 1 / (1 + np.exp(-logits[:, : len(LABELS)]))
    right = np.array([[label in line.labels for label in LABELS] for line in lines])
    top = scores.max(1)
    kinds = np.array([line.kind for line in lines])
    near, neutral = top[kinds == "near_miss"], top[kinds == "neutral"]
    bound = max(np.quantile(near, 0.95), np.quantile(neutral, 0.99))
    half = (scores >= 0.5)[right].mean()
    recall = (scores >= bound)[right].mean()
    first = right[np.arange(len(lines)), scores.argmax(1)][right.any(1)].mean()
    alarms = f"{(near >= 0.5).mean():.3f}/{(neutral >= 0.5).mean():.3f}"
    return (
        f"recall {recall:.3f} at {bound:.2f}; {half:.3f} at 0.5, alarms {alarms}; first {first:.3f}"
    )


def not_in_the_test(lines: list[Line]) -> list[Line]:
    """Without lines that stand word for word in the test folder, and those of UNSEEN."""
    tested = {_bare(line) for line in all_lines(TEST)}
    return [line for line in lines if line.writer not in UNSEEN and _bare(line) not in tested]


def _bare(line: Line) -> str:
    return " ".join(plain_words(line.text)).rstrip(".?!")


def main() -> None:
    """Train, and keep the weights."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("out", type=Path)
    asked.add_argument("--hold", action="append", default=[], help="a writer to keep apart")
    asked.add_argument("--twice", action="append", default=[], help="a writer to read twice")
    asked.add_argument("--epochs", type=int, default=6)
    asked.add_argument("--rate", type=float, default=1.2e-4)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--threads", type=int, default=2)
    asked.add_argument("--from", dest="begin", type=Path, help="a run to go on from")
    asked.add_argument("--no-heard", action="store_true", help="without recognized lines")
    args = asked.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    draw = random.Random(args.seed)
    lines = not_in_the_test(all_lines())
    if args.no_heard:
        lines = [line for line in lines if not line.heard]
    held = [line for line in lines if line.writer in args.hold]
    lines = [line for line in lines if line.writer not in args.hold]
    lines += [line for line in lines if line.writer in args.twice]
    print(f"{len(lines)} lines to learn, {len(held)} held out", flush=True)
    network, varier, batches = CueNetwork(), Varier(lines, args.seed), Batches()
    if args.begin:
        network.load_state_dict(torch.load(args.begin / "network.pt", weights_only=True))
    network.train()
    optimizer = optimizer_for(network, args.rate)
    short = sum(len(line.text.split()) <= LONG_WORDS for line in lines)
    steps = args.epochs * -(-(short + len(lines)) // 2 // BATCH) + 8
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [group["lr"] for group in optimizer.param_groups], steps, pct_start=0.08,
        anneal_strategy="linear", cycle_momentum=False,
    )  # fmt: skip
    learned = {name: p for name, p in network.named_parameters() if p.requires_grad}
    mean = {name: p.detach().clone() for name, p in learned.items()}
    args.out.mkdir(parents=True, exist_ok=True)
    began, step = time.monotonic(), 0
    for epoch in range(args.epochs):
        read = [
            line for line in lines if len(line.text.split()) <= LONG_WORDS or draw.random() < 0.5
        ]
        examples = [varier.vary(line) for line in read]
        rows = [batches.ids(example.words) for example in examples]
        total = 0.0
        for numbers in batches.in_order([len(row) for row in rows], draw):
            ids, mask = batches.padded([rows[n] for n in numbers])
            weights = torch.tensor(
                [NEAR_MISS_WEIGHT if read[n].kind == "near_miss" else 1.0 for n in numbers]
            )
            loss = loss_of(network(ids, mask)[0], [examples[n] for n in numbers], weights)
            loss.backward()
            nn.utils.clip_grad_norm_(learned.values(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            step += 1
            total += loss.item()
            keep = min(AVERAGE, step / (step + 20))
            for name, p in learned.items():
                mean[name].lerp_(p.detach(), 1 - keep)
            if step % 100 == 0:
                torch.save({**network.state_dict(), **mean}, args.out / "network.pt")
            if step % 25 == 0:
                print(f"step {step}/{steps} {time.monotonic() - began:.0f} s", flush=True)
        state = network.state_dict()
        own = {name: state[name].clone() for name in mean}
        network.load_state_dict({**state, **mean})
        torch.save(network.state_dict(), args.out / "network.pt")
        figures = ""
        if held:
            logits = logits_for(network, [plain_words(line.text) for line in held])
            keep_held(args.out / "held.npz", logits, held)
            figures = quick_figures(logits, held)
        network.load_state_dict({**network.state_dict(), **own})
        print(f"epoch {epoch + 1}: loss {total / len(rows) * BATCH:.3f} {figures}", flush=True)


if __name__ == "__main__":
    main()
