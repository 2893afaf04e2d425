"""Makes programs from examples: exact for a few, by consensus for many, of which some may be wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from suffice.learn.learner import Example, Learner, Unfit
from suffice.learn.synthesis.branches import programs
from suffice.learn.synthesis.consensus import Judged, consensus
from suffice.learn.synthesis.search import Ranked, nodes
from suffice.learn.synthesis.survivors import survivors
from suffice.learned.kinds.program import Programs
from suffice.learned.predictor import Fields
from suffice.learned.program.choices import Ends, Equals, Has, Starts, Table
from suffice.learned.program.node import Const, Node
from suffice.learned.program.picks import Joint, Run
from suffice.learned.program.texts import Keep

FEW = 12  # distinct examples up to which every one must be given exactly
LEAST_SHARE, LEAST_PRECISION = 0.1, 0.6  # of many examples; of those to which a program applies
LEAST_INPUTS = 2  # requests, and users where they are known, that hold a word which a program for many names


class ProgramLearner(Learner):
    rank = 20
    outputs = frozenset({"span", "number", "date", "text"})

    def fit(self, examples: Sequence[Example], output: str, *, seed: int, seconds: float) -> Programs | Unfit:
        """The same examples and seed give the same programs unless the time runs out."""
        kept = _twice_at_most(examples)
        inputs, values = [example.fields for example in kept], [example.value for example in kept]
        pairs = {(_key(example), example.value) for example in kept}
        if len(pairs) < 2:
            return Unfit("programs are made from two different examples or more")
        if len({key for key, _ in pairs}) < len(pairs) <= len(kept) <= FEW:
            return Unfit("the same request has different answers")
        voices = _few(inputs, values, seed, seconds) if len(kept) <= FEW else _many(kept, seed, seconds)
        return voices if isinstance(voices, Unfit) else Programs.of(voices.parts())


def _key(example: Example) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(example.fields.items()))


def _twice_at_most(examples: Sequence[Example]) -> list[Example]:
    """That a request came again with the same answer is worth knowing, how often is not."""
    seen: Counter[object] = Counter()
    kept = []
    for example in examples:
        pair = (_key(example), example.value)
        seen[pair] += 1
        if seen[pair] <= 2:
            kept.append(example)
    return kept


def _few(inputs: Sequence[Fields], values: Sequence[str], seed: int, seconds: float) -> Programs | Unfit:
    ranked = programs(inputs, values, seconds)
    return survivors(ranked, inputs, seed) if ranked else Unfit(f"no program gives all {len(values)} examples")


def _many(examples: Sequence[Example], seed: int, seconds: float) -> Programs | Unfit:
    inputs, values = [example.fields for example in examples], [example.value for example in examples]
    judged = [one for one in consensus(inputs, values, seed, seconds) if _public(one, examples)]
    if not judged:
        return Unfit("no program gives any handful of the examples")
    best = judged[0]
    if best.share < LEAST_SHARE or best.share < LEAST_PRECISION * best.answered:
        return Unfit(f"the best program gives {best.share:.0%} of the examples, of the others something else")
    ranked = [Ranked(_penalty(one, best), one.program) for one in judged]
    return survivors(sorted(ranked, key=lambda r: r.cost), inputs, seed)


def _penalty(one: Judged, best: Judged) -> float:
    """The best first; those that give fewer examples count less, and tell by disagreeing which inputs are doubtful."""
    return 20 * (best.share - one.share) + max(0.0, one.cost - best.cost)


def _public(one: Judged, examples: Sequence[Example]) -> bool:
    """No word of a single request or user: every literal with letters or digits occurs in several."""
    return all(_common(literal, examples) for node in nodes(one.program) for literal in _literals(node))


def _common(literal: str, examples: Sequence[Example]) -> bool:
    holders, users = set(), set()
    for example in examples:
        if any(literal in text.casefold() for text in (example.value, *example.fields.values())):
            holders.add(_key(example))
            users.add(example.user)
            if len(holders) >= LEAST_INPUTS and (users == {None} or len(users - {None}) >= LEAST_INPUTS):
                return True
    return False


def _literals(node: Node) -> list[str]:
    """Words that the node names."""
    match node:
        case Const(text) | Equals(_, text):
            found = [text]
        case Table(_, rows):
            found = [text for row in rows for text in row]
        case Run(_, token) | Keep(_, token) | Has(_, token) | Starts(_, token) | Ends(_, token):
            found = [token[1:]] if token.startswith("=") else []
        case Joint(left, right):
            found = [token[1:] for token in (left, right) if token.startswith("=")]
        case _:
            found = []
    return [text.casefold() for text in found if any(map(str.isalnum, text))]
