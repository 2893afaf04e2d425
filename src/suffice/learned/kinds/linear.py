"""A linear classifier over TF-IDF of words, word pairs and character n-grams; the terms that decided are its evidence.

Scores are ``values @ weights[terms] + bias``: one row of ``weights`` (terms, labels) per known term of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from suffice.learned.predictor import Fields, Guess, Parts, Predictor

_WORD = re.compile(r"\w+|[^\w\s]")
_SHORTEST, _LONGEST = 2, 5  # characters of an n-gram
_MOST_WORDS = 4_000  # read of one text; the rest decides nothing
_LONGEST_WORD = 40
SHOWN = 8  # terms of evidence
BORDER = "\x1e"  # a token between two slots
VERSION = 1


def words(fields: Fields) -> list[str]:
    """The tokens of all slots in order, lower case; the slots after the first are marked by their number."""
    found: list[str] = []
    for number, text in enumerate(fields.values()):
        mark = f"{number}\x1f" if number else ""
        found += [mark + word[:_LONGEST_WORD] for word in _WORD.findall(text.casefold())][:_MOST_WORDS]
        found.append(BORDER)
    return found[:-1]


@lru_cache(4_096)
def ngrams(word: str) -> tuple[str, ...]:
    """The character n-grams of one word with a space at either end."""
    mark, _, plain = word.rpartition("\x1f")
    padded = f" {plain} "
    mark += "\x1f" * bool(mark)
    return tuple(
        mark + padded[begin : begin + size]
        for size in range(_SHORTEST, _LONGEST + 1)
        for begin in range(len(padded) - size + 1)
    )


def terms(fields: Fields) -> tuple[Counter[str], Counter[str]]:
    """Words with pairs, and character n-grams, each with its count. Words are marked by a leading tab."""
    tokens = words(fields)
    coarse = Counter("\t" + word for word in tokens)
    coarse.update(f"\t{left} {right}" for left, right in pairwise(tokens))
    fine: Counter[str] = Counter()
    for word in tokens:
        fine.update(ngrams(word))
    return coarse, fine


class Linear(Predictor):
    """``weights``: (terms, labels) float32; ``idf``: (terms,); ``coarse``: so many of the terms are words and pairs."""

    kind = "linear"

    def __init__(
        self,
        vocabulary: Sequence[str],
        coarse: int,
        idf: np.ndarray,
        weights: np.ndarray,
        bias: np.ndarray,
        labels: Sequence[str],
    ) -> None:
        self._vocabulary, self._coarse, self.labels = list(vocabulary), coarse, list(labels)
        self._idf, self._weights, self._bias = idf, weights, bias
        self._index = {term: place for place, term in enumerate(self._vocabulary)}
        self._of_word = lru_cache(16_384)(self._known_ngrams)

    def guess(self, fields: Fields) -> Guess | None:
        return self._guess(*self.vector(fields), evidence=True)

    def guesses(self, many: Sequence[Fields]) -> list[Guess | None]:
        """The same without evidence."""
        return [self._guess(*self.vector(fields), evidence=False) for fields in many]

    def _guess(self, places: np.ndarray, values: np.ndarray, *, evidence: bool) -> Guess | None:
        if not len(places):
            return None
        rows = self._weights[places]
        scores = values @ rows + self._bias
        best = int(scores.argmax())
        why = self._evidence(places, values * rows[:, best]) if evidence else None
        top = float(scores[best])
        scores[best] = -np.inf
        return Guess(self.labels[best], top - float(scores.max()), why)

    def scores(self, fields: Fields) -> np.ndarray | None:
        """One score for each label, larger is likelier; None where no term of the text is known."""
        places, values = self.vector(fields)
        return values @ self._weights[places] + self._bias if len(places) else None

    def evidence(self, fields: Fields, label: int) -> dict[str, float]:
        """The terms that spoke most for the label at that place."""
        places, values = self.vector(fields)
        return self._evidence(places, values * self._weights[places, label])

    def _evidence(self, places: np.ndarray, shares: np.ndarray) -> dict[str, float]:
        """The words and pairs that spoke most for the label, with their part of its score."""
        words_only = places < self._coarse
        places, shares = places[words_only], shares[words_only]
        most = np.argsort(-shares)[:SHOWN]
        shown = {}
        for place in most:
            if shares[place] > 0:
                shown[self._vocabulary[places[place]].strip("\t").replace("\x1f", ":")] = round(float(shares[place]), 4)
        return shown

    @property
    def terms_known(self) -> int:
        return len(self._vocabulary)

    def vector(self, fields: Fields) -> tuple[np.ndarray, np.ndarray]:
        """Places of the known terms and their TF-IDF values; words and n-grams are normalised apart."""
        index, tokens = self._index, words(fields)
        coarse: dict[int, int] = {}
        before = None
        for word in tokens:
            for term in ("\t" + word,) if before is None else ("\t" + word, f"\t{before} {word}"):
                place = index.get(term)
                if place is not None:
                    coarse[place] = coarse.get(place, 0) + 1
            before = word
        fine: dict[int, int] = {}
        for word in tokens:
            for place in self._of_word(word):
                fine[place] = fine.get(place, 0) + 1
        parts = [self._block(block) for block in (coarse, fine) if block]
        if not parts:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        return np.concatenate([place for place, _ in parts]), np.concatenate([value for _, value in parts])

    def _block(self, counts: Mapping[int, int]) -> tuple[np.ndarray, np.ndarray]:
        places = np.fromiter(counts, np.int64, len(counts))
        values = (1.0 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * self._idf[places]
        return places, values / np.sqrt(values @ values)

    def _known_ngrams(self, word: str) -> list[int]:
        index = self._index
        return [place for gram in ngrams(word) if (place := index.get(gram)) is not None]

    def parts(self) -> Parts:
        """Weights as 8-bit integers with one scale per label."""
        scale = np.abs(self._weights).max(axis=0) / 127.0
        scale[scale == 0] = 1.0
        header = {"version": VERSION, "labels": self.labels, "vocabulary": self._vocabulary, "coarse": self._coarse}
        weights = np.round(self._weights / scale).astype(np.int8)
        return Parts(header, {"weights": weights, "scale": scale, "idf": self._idf, "bias": self._bias})

    @classmethod
    def of(cls, parts: Parts) -> Linear:
        header, arrays = parts.header, parts.arrays or {}
        if header.get("version") != VERSION or arrays.keys() != {"weights", "scale", "idf", "bias"}:
            raise ValueError("no linear predictor of this version")
        weights = arrays["weights"].astype(np.float32) * arrays["scale"].astype(np.float32)
        if weights.shape != (len(header["vocabulary"]), len(header["labels"])) != (0, 0):
            raise ValueError("the weights do not fit the vocabulary and the labels")
        idf, bias = arrays["idf"].astype(np.float32), arrays["bias"].astype(np.float32)
        return cls(header["vocabulary"], header["coarse"], idf, weights, bias, header["labels"])
