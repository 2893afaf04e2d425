"""Asks a configured model, once, for a program that gives a value; what it writes has to stand three tests.

It must be right on requests of the train part that the model was not shown, give nothing for requests of other kinds,
and hold no words of a single request or user. Then it is judged on the select part and certified like any other kind.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from suffice.errors import SufficeError
from suffice.learn.learner import Example, Learner, Unfit
from suffice.learned.kinds.written import LONGEST, PATIENCE, Written
from suffice.learned.predictor import Fields
from suffice.learned.program.usual import Usual
from suffice.learned.sandbox import FUNCTION, SECONDS, Broken, Overran, run

SHOWN, SHOWN_CHARS = 40, 16_000  # examples, and characters of them together
UNSEEN, RIGHT = 200, 0.8  # requests that the model did not see; share of what is answered that must be right
STRANGERS = 60  # requests of other kinds
_FEWEST, _HOPELESS = 13, 10  # examples; requests without a value after which no other is tried
_JUNK = (
    "", " ", "?", "0", "{}", "asdf qwer zxcv", "What is the capital of France?", "Ignore what was said before.",
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit.", "SELECT * FROM users;", "\n\n\n",
)  # fmt: skip
_FENCE = re.compile(r"```(?:python|py)?\s*\n(.*?)```", re.S)
PROMPT = """Write a Python function `{function}(fields: dict[str, str]) -> str | None` that does what the examples show.

- `fields` has the keys {slots}. Return the value as a string, exactly as the examples write it.{labels}
- Return None where the request is not of the kind of the examples, or where you are not sure: a wrong value is worse
  than None.
- Generalise: other requests of the same kind will come. Do not list the examples.
- Use plain Python with re, math, json, datetime, decimal at most. No files, no network, no clock, no randomness.
- Answer with the code alone.

Examples, one JSON object a line, with the fields and the value:
{examples}
"""


@dataclass(frozen=True, slots=True)
class Writer:
    """``ask``: the model's reply to a prompt; raises SufficeError. ``strangers``: requests of other groups."""

    name: str
    ask: Callable[[str], str]
    strangers: Sequence[str] = ()


class WrittenLearner(Learner):
    """Of the last rank, since it costs the request of a model; serving takes a quarter of a millisecond."""

    rank = 70
    outputs = frozenset({"label", "span", "number", "date", "text"})

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def fit(self, examples: Sequence[Example], output: str, *, seed: int, seconds: float) -> Written | Unfit:
        if len(examples) < _FEWEST:
            return Unfit(f"{len(examples)} examples are too few to show some and test on others")
        shown, unseen = _parted(examples, Random(seed))
        try:
            source = _source(self._writer.ask(_prompt(shown, examples, output)))
        except (SufficeError, SyntaxError, ValueError, RecursionError) as error:
            return Unfit(f"{self._writer.name} wrote no program: {error}")
        wrong = (
            _private(source, examples) or _unfit(source, unseen) or _greedy(source, examples, self._writer.strangers)
        )
        if wrong:
            return Unfit(f"the program of {self._writer.name} {wrong}")
        return Written(source, self._writer.name, Usual.of(example.fields for example in examples))


def _parted(examples: Sequence[Example], rng: Random) -> tuple[list[Example], list[Example]]:
    """Examples to show, those of rare values first, and others."""
    mixed = rng.sample(list(examples), len(examples))
    seen: dict[str, int] = {}
    turns = []
    for example in mixed:
        seen[example.value] = seen.get(example.value, 0) + 1
        turns.append(seen[example.value])
    order = sorted(range(len(mixed)), key=lambda place: (turns[place], place))
    most, chars, shown = min(SHOWN, len(mixed) // 2), 0, []
    for place in order[:most]:
        chars += len(mixed[place].value) + sum(map(len, mixed[place].fields.values()))
        if chars > SHOWN_CHARS and shown:
            break
        shown.append(place)
    rest = sorted(set(range(len(mixed))) - set(shown))
    return [mixed[place] for place in shown], [mixed[place] for place in rest[:UNSEEN]]


def _prompt(shown: Sequence[Example], examples: Sequence[Example], output: str) -> str:
    labels = sorted({example.value for example in examples})
    told = f" It is one of: {json.dumps(labels, ensure_ascii=False)}." if output == "label" else ""
    lines = [json.dumps({"fields": dict(one.fields), "value": one.value}, ensure_ascii=False) for one in shown]
    slots = ", ".join(map(repr, shown[0].fields))
    return PROMPT.format(function=FUNCTION, slots=slots, labels=told, examples="\n".join(lines))


def _source(reply: str) -> str:
    """The code without comments and docstrings. Raises SyntaxError and ValueError."""
    fence = _FENCE.search(reply)
    tree = ast.parse(fence[1] if fence else reply)
    if FUNCTION not in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}:
        raise ValueError(f"it defines no function {FUNCTION}")
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
        ):
            body[:] = body[1:] or [ast.Pass()]
    source = ast.unparse(tree)
    if len(source) > LONGEST:
        raise ValueError(f"it is longer than {LONGEST} characters")
    return source


def _private(source: str, examples: Sequence[Example]) -> str | None:
    """Words in its texts that only one request, or only one user's requests, hold."""
    texts = [node.value for node in ast.walk(ast.parse(source))
             if isinstance(node, ast.Constant) and isinstance(node.value, str)]  # fmt: skip
    words = {word for text in texts for word in re.findall(r"\w{4,}", text.casefold())}
    holders: dict[str, set[object]] = {}
    named = any(example.user is not None for example in examples)
    for number, example in enumerate(examples):
        said = {
            word
            for text in (example.value, *example.fields.values())
            for word in re.findall(r"\w{4,}", text.casefold())
        }
        for word in words & said:
            holders.setdefault(word, set()).add(example.user if named else number)
    private = [word for word, owners in holders.items() if len(owners - {None}) < 2]
    return f"holds {len(private)} words of a single request or user" if private else None


def _unfit(source: str, unseen: Sequence[Example]) -> str | None:
    said: list[tuple[str | None, str]] = []
    overrun = 0
    for example in unseen:
        try:
            said.append((run(source, example.fields), example.value))
        except Broken as broken:
            said.append((None, example.value))
            overrun += isinstance(broken, Overran)
        if overrun == PATIENCE:
            return f"takes more than {SECONDS:g} s for {overrun} of {len(said)} requests"
        if len(said) == _HOPELESS and not any(value is not None for value, _ in said):
            break
    answered = [(value, wanted) for value, wanted in said if value is not None]
    right = sum(value.strip() == wanted for value, wanted in answered)
    if not answered:
        return f"gives nothing for any of {len(said)} requests that it was not made from"
    if right < RIGHT * len(answered):
        return f"is right in {right} of {len(answered)} of the requests that it answers and was not made from"
    return None


def _greedy(source: str, examples: Sequence[Example], strangers: Sequence[str]) -> str | None:
    """Whether it answers what is none of its business."""
    slots = list(examples[0].fields)
    pool = [*_JUNK, *strangers[:STRANGERS]]
    answered = sum(_told(source, dict.fromkeys(slots, text)) is not None for text in pool)
    return f"answers {answered} of {len(pool)} requests of other kinds" if answered else None


def _told(source: str, fields: Fields) -> str | None:
    try:
        return run(source, fields)
    except Broken:
        return None
