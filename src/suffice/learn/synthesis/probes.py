"""Inputs like the given ones, made by changing them, to tell programs apart that agree on the examples."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from suffice.learned.program.node import Fields
from suffice.learned.program.tokens import Span, spans

_EACH = 6  # probes of each input and slot


def probes(inputs: Sequence[Fields], seed: int) -> list[dict[str, str]]:
    """Other figures and signs; words dropped, repeated, lengthened, swapped between rows. Same seed, same probes."""
    random = Random(seed)
    made: list[dict[str, str]] = []
    for fields in inputs[:8]:
        for name in sorted(fields):
            for _ in range(_EACH):
                other = random.choice(inputs).get(name, "")
                changed = _changed(fields[name], other, random)
                if changed != fields[name]:
                    made.append({**fields, name: changed})
    return made


def _changed(text: str, other: str, random: Random) -> str:
    runs = spans(text, "alnum")
    if not runs:
        return text
    span = random.choice(runs)
    match random.randrange(6):
        case 0:
            return "".join(str(random.randrange(10)) if c.isdecimal() else c for c in text)
        case 1:
            return _put(text, span, "")
        case 2:
            return _put(text, span, text[slice(*span)] + random.choice((" ", "-", ".")) + text[slice(*span)])
        case 3:
            replacements = spans(other, "alnum")
            return _put(text, span, other[slice(*random.choice(replacements))]) if replacements else text
        case 4:
            return text[: span[0]] + "-" + text[span[0] :] if text[span[0]].isdecimal() else text
        case _:
            word = text[slice(*span)]
            return _put(text, span, word + random.choice(word))


def _put(text: str, span: Span, new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]
