"""Export a trained network: int8 ONNX weights, vocabulary, and the scores that cues need.

    python models/cues/export.py /tmp/all models/cues /tmp/fold1 /tmp/fold2 …

The first folder holds the network that is shipped, trained on all lines. Each further one holds
a network trained without one writer; the bounds are chosen on what it says about that writer's
lines, then moved by what the shipped network says about lines that it never learned. The test
folder is never read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).parents[2]))
from bounds import Held, chosen_bounds, read_held
from labelled import LABELS, UNSEEN, all_lines
from network import MAX_TOKENS, CueNetwork, tokenizer
from train import keep_held, logits_for
from vary import plain_words

from prompter.spot.word_pieces import WordPieces


class Shipped(nn.Module):
    """What the app runs: one utterance, no padding; scores instead of logits."""

    def __init__(self, network: CueNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        logits, weights = self.network(ids, torch.ones_like(ids))
        return torch.sigmoid(logits[:, : len(LABELS)]), weights[:, :, : len(LABELS)]


def export_network(weights: Path, out: Path) -> None:
    """Write the int8 network to `out`."""
    network = CueNetwork()
    network.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
    shipped = Shipped(network.eval()).eval()
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            shipped,
            (torch.tensor([[101, 2057, 2024, 2025, 14763, 102]]),),
            str(whole),
            input_names=["ids"],
            output_names=["scores", "weights"],
            dynamic_axes={"ids": {0: "lines", 1: "pieces"}, "weights": {0: "lines", 1: "pieces"},
                          "scores": {0: "lines"}},
            opset_version=17,
            dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            whole, out, weight_type=QuantType.QInt8, per_channel=True, reduce_range=False,
            op_types_to_quantize=["MatMul", "Gather"],
        )  # fmt: skip
    onnx.checker.check_model(str(out))


def unseen(run: Path) -> Held:
    """What a network makes of the lines that it never learned."""
    lines = [line for line in all_lines() if line.writer in UNSEEN]
    network = CueNetwork()
    network.load_state_dict(torch.load(run / "network.pt", map_location="cpu", weights_only=True))
    file = run / "unseen.npz"
    keep_held(file, logits_for(network, [plain_words(line.text) for line in lines]), lines)
    return read_held([file])


def check_pieces(vocabulary: list[str]) -> None:
    """Stop when the app would read a line otherwise than training did."""
    trained, own = tokenizer(), WordPieces(vocabulary)
    for line in all_lines():
        words = plain_words(line.text)
        if own.read(words, MAX_TOKENS)[0] != trained.encode(words, is_pretokenized=True).ids:
            raise SystemExit(f"read otherwise by the app: {line.text}")


def main() -> None:
    """Export, and choose the bounds."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("network", type=Path)
    asked.add_argument("out", type=Path)
    asked.add_argument("folds", type=Path, nargs="+")
    args = asked.parse_args()
    export_network(args.network / "network.pt", args.out / "spotter.onnx")
    numbers = tokenizer().get_vocab()
    vocabulary = sorted(numbers, key=numbers.__getitem__)
    check_pieces(vocabulary)
    (args.out / "vocabulary.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    bounds = chosen_bounds([fold / "held.npz" for fold in args.folds], unseen(args.network))
    weights = (args.out / "spotter.onnx").read_bytes()
    about = {
        "format": 1,
        "sha256": hashlib.sha256(weights).hexdigest(),
        "labels": LABELS,
        "bounds": bounds,
    }
    text = json.dumps(about, indent=1)
    (args.out / "spotter.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
