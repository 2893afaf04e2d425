"""Fits the sequence tagger on values that occur in their requests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from suffice import plugins
from suffice.errors import UsageError
from suffice.learn.learner import Example, Learner, Unfit
from suffice.learned.kinds.tagger import BEGIN, INSIDE, OUTSIDE, Tagger, Token, features, source, tokens

LEAST = 20  # examples that hold the value
LEAST_USERS = 2  # that must use a feature which names a word
_MOST = 6_000  # examples
_ROUNDS = 80
_NOTHING, _HELD = 0.05, 0.05  # share of the examples that say so; of these, that may hold the word by chance


class TaggerLearner(Learner):
    rank = 50
    outputs = frozenset({"span", "number", "date", "text"})

    def fit(self, examples: Sequence[Example], output: str, *, seed: int, seconds: float) -> Tagger | Unfit:
        try:
            trainer = plugins.load("pycrfsuite").Trainer(verbose=False)
        except UsageError as missing:
            return Unfit(str(missing))
        began = process_time()
        cases, lacking, held = [], 0, 0
        nothing = _nothing(examples[:_MOST])
        for example in examples[:_MOST]:
            found = tokens(source(example.fields))
            lacks = example.value == nothing
            tags = None if lacks else _tags(found, example.value)
            if tags is None and not lacks:
                continue
            lacking += lacks
            held += not lacks
            cases.append((features(found), tags or [OUTSIDE] * len(found), example.user))
        if held < max(LEAST, len(examples[:_MOST]) // 2 - lacking):
            return Unfit(f"{held} of {len(examples[:_MOST])} requests hold the value word for word")
        common = _common(cases)
        for rows, tags, _ in cases:
            trainer.append([[name for name in row if name in common] for row in rows], tags)
        left = seconds - (process_time() - began)
        trainer.set_params({"c1": 0.1, "c2": 0.05, "max_iterations": _ROUNDS, "feature.possible_transitions": True})
        if left < len(cases) * 0.002:
            return Unfit(f"no time is left to fit {len(cases)} examples", late=True)
        with TemporaryDirectory() as folder:
            file = Path(folder) / "model"
            trainer.train(str(file))
            return Tagger(file.read_bytes(), lacking > 0, nothing, _closing(examples[:_MOST]))


def _nothing(examples: Sequence[Example]) -> str:
    """What stands for no value: the empty text, or a frequent word that its requests do not hold, such as ``none``."""
    counts = Counter(example.value for example in examples)
    for value, count in counts.most_common(3):
        if count < max(LEAST, _NOTHING * len(examples)):
            break
        holders = [_tags(tokens(source(one.fields)), value) is not None for one in examples if one.value == value]
        if sum(holders) < _HELD * count:
            return value
    return ""


def _closing(examples: Sequence[Example]) -> str:
    """Marks that mostly belong to the value where they follow its words at once, such as the full stop of ``6 p.m.``"""
    follow: Counter[str] = Counter()
    belong: Counter[str] = Counter()
    for example in examples:
        words = [token for token in tokens(example.value) if token.text.isalnum()]
        bare = example.value[: words[-1].end] if words else ""
        text = source(example.fields)
        at = text.find(bare) if bare else -1
        mark = text[at + len(bare) : at + len(bare) + 1] if at >= 0 else ""
        if mark and not mark.isalnum() and not mark.isspace():
            follow[mark] += 1
            belong[mark] += example.value[len(bare) :].startswith(mark)
    return "".join(sorted(mark for mark, count in follow.items() if count >= LEAST and 2 * belong[mark] > count))


def _tags(found: Sequence[Token], value: str) -> list[str] | None:
    """Tags of every place where the value stands, whatever its spaces and punctuation; None where it does not."""
    wanted = [token.text.casefold() for token in tokens(value) if token.text.isalnum()]
    words = [index for index, token in enumerate(found) if token.text.isalnum()]
    texts = [found[index].text.casefold() for index in words]
    tags = [OUTSIDE] * len(found)
    here = False
    for start in range(len(texts) - len(wanted) + 1) if wanted else ():
        if texts[start] == wanted[0] and texts[start : start + len(wanted)] == wanted:
            first, last = words[start], words[start + len(wanted) - 1]
            tags[first : last + 1] = [BEGIN] + [INSIDE] * (last - first)
            here = True
    return tags if here else None


def _common(cases) -> set[str]:
    """Features of at least two requests, of two users where these are known: no text of one person is kept."""
    seen: Counter[str] = Counter()
    users: dict[str, set[str]] = {}
    for rows, _, user in cases:
        for name in {name for row in rows for name in row}:
            seen[name] += 1
            if user is not None and len(known := users.setdefault(name, set())) < LEAST_USERS:
                known.add(user)
    return {
        name for name, count in seen.items()
        if count >= 2 and (name not in users or len(users[name]) >= LEAST_USERS)
    }  # fmt: skip
