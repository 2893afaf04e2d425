"""What follows from the clauses: a proof, or a way in which all clauses hold and it does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from suffice.records import Json
from suffice.symbolic.rules.forms import BOUNDS, Forms, Key
from suffice.symbolic.rules.ground import ANYBODY, Ground, about, literals
from suffice.symbolic.rules.language import CONNECTIVES, Formula, tagged
from suffice.symbolic.rules.phrasing import phrase
from suffice.symbolic.rules.search import Search, Step

CONTRADICTION: Json = ["contradiction"]


@dataclass(frozen=True, slots=True)
class World:
    """One way in which all clauses hold: the atoms that are true, and the size of every quantity."""

    true: tuple[Formula, ...]
    sizes: tuple[tuple[str, str, Json], ...]  # attribute, name, value

    def to_json(self) -> Json:
        return {"true": [list(atom) for atom in self.true], "sizes": [list(size) for size in self.sizes]}


class Theory:
    """The clauses of a Problem, propagated as far as that goes; ``forms``: of theories that share clauses. Raises
    forms.TooMany, search.TooLong."""

    def __init__(
        self, clauses: Sequence[Mapping[str, Json]], asked: Sequence[Formula], forms: Forms | None = None
    ) -> None:
        self.clauses = clauses
        self.ground = Ground(clauses, asked, forms or Forms())
        # one literal list for each disjunction that says a formula; of its opposite they are made when they are wanted
        self._says = {id(formula): list(literals(self.ground, formula, True)) for formula in asked}
        self._denies: dict[int, list[list[int]]] = {}
        self.ground.order()
        self.search = Search(self.ground.disjunctions, len(self.ground.keys) - 1)
        self.clash = self.search.propagate()
        self._told = [Step(literal, self.search.reason[literal]) for literal in self.search.trail]

    def _saying(self, formula: Formula, positive: bool) -> list[list[int]]:
        """The disjunctions that say a formula that is asked, or its opposite."""
        if positive:
            return self._says[id(formula)]
        if id(formula) not in self._denies:  # of the same atoms and bounds
            self._denies[id(formula)] = list(literals(self.ground, formula, False))
        return self._denies[id(formula)]

    def consistent(self) -> bool:
        """Whether all that is said can be so at once."""
        if self.clash is not None:
            return False
        return self.search.refute([]) is None

    def entails(self, formula: Formula) -> bool | None:
        """Whether a formula follows, or its opposite does; None where neither does."""
        self.search.back(len(self._told))
        for truth in (True, False):
            if self.search.refute(self._saying(formula, not truth)) is not None:
                return truth
            self.search.back(len(self._told))
        return None

    def possible(self, formula: Formula) -> bool:
        """Whether a formula can be so, as far as propagation shows."""
        return self.first_impossible([formula]) is None

    def first_impossible(self, formulas: Sequence[Formula]) -> int | None:
        """Which of the formulas cannot be so, as far as propagation shows. What can be so together need not be looked
        at one by one."""
        search, base = self.search, self.search.mark()
        open_ = [
            (n, [says[0] for says in self._says[id(formula)] if len(says) == 1]) for n, formula in enumerate(formulas)
        ]
        while open_:
            left: list[tuple[int, list[int]]] = []
            for one in open_:
                mark, fits = search.mark(), True
                for literal in one[1]:
                    fits = fits and search.set(literal, None)
                if not fits or search.propagate() is not None:
                    search.back(mark)
                    left.append(one)
            search.back(base)
            if left and left[0] is open_[0]:
                return left[0][0]
            open_ = left
        return None

    def forwards(self, formula: Formula) -> bool | None:
        """What applying the rules forwards alone makes of an atom or its opposite; None where it gets to neither."""
        ahead = Search(self.ground.disjunctions, len(self.ground.keys) - 1, self.ground.heads())
        ahead.propagate()
        says = self._says[id(formula)]
        return ahead.holds(says[0][0]) if len(says) == 1 and len(says[0]) == 1 else None

    def world(self) -> World:
        """The way that the search ended with; the search is put back."""
        search, keys = self.search, self.ground.keys
        true: list[Formula] = []
        bounds: dict[Key, list[tuple[Fraction, bool, bool]]] = {}
        for number in range(1, len(keys)):
            key, holds = keys[number], search.value[number] > 0
            if key[0] in BOUNDS:
                bounds.setdefault(key[1:4], []).append((key[4], key[0] == ">", holds))  # type: ignore[arg-type]
            elif holds:
                true.append(list(key))
        sizes = tuple((str(k[0]), str(k[1]), tagged(str(k[2]), _size(found))) for k, found in bounds.items())
        search.back(len(self._told))
        return World(tuple(true), sizes)

    def proof(self, formula: Formula, positive: bool) -> list[dict[str, Json]] | None:
        """The steps that prove a formula about names, or its opposite; None if there is a world without it, which
        the search then holds until ``world`` is called."""
        says, denies = self._saying(formula, positive), self._saying(formula, not positive)
        plain = formula[0] not in CONNECTIVES and len(says) == 1 and len(says[0]) == 1
        if plain and self.search.holds(says[0][0]):
            steps = self._written(_needed(self._told, says[0][0], self.ground.disjunctions))
            goal = formula if positive else _opposite(formula)
            if steps[-1]["value"] != goal:  # a bound, said in other words
                steps.append({"say": phrase(goal), "expr": ["order"], "value": goal})
            return steps
        found = self.search.refute(denies)
        if found is None:
            return None
        goal = formula if positive else _opposite(formula)
        whole = [*self._told, *found]
        kept = _needed(whole, 0, [*self.ground.disjunctions, *denies])
        return [
            {"say": f"suppose that {phrase(_opposite(goal))}", "expr": ["suppose", _opposite(goal)], "value": None},
            *self._written(kept),
            {"say": f"therefore {phrase(goal)}", "expr": ["therefore"], "value": goal},
        ]

    def _written(self, steps: Sequence[Step]) -> list[dict[str, Json]]:
        written: list[dict[str, Json]] = []
        for step in steps:
            value = CONTRADICTION if step.literal == 0 else self.formula(step.literal)
            says = "a contradiction" if step.literal == 0 else phrase(value)
            if step.closes:
                written.append({"say": f"therefore {says}", "expr": ["therefore"], "value": value})
            elif step.source is None:
                written.append({"say": f"suppose that {says}", "expr": ["suppose", value], "value": None})
            elif step.source >= len(self.ground.disjunctions):
                written.append({"say": f"{says}: as supposed", "expr": ["supposed"], "value": value})
            elif (source := self.ground.source[step.source]) is None:
                written.append({"say": f"{says}: by the order of numbers", "expr": ["order"], "value": value})
            else:
                index, binding = source
                text = str(self.clauses[index].get("text") or phrase(self.clauses[index]["then"]))
                written.append(
                    {"say": f"{says}: [{index + 1}] {text}", "expr": ["clause", index, binding], "value": value}
                )
        return written

    def formula(self, literal: int) -> Formula:
        key = self.ground.keys[abs(literal)]
        if key[0] not in BOUNDS:
            return list(key) if literal > 0 else ["not", list(key)]
        sign, attribute, name, measure, size = key
        operator = {(">", True): "gt", (">", False): "le", (">=", True): "ge", (">=", False): "lt"}[
            str(sign), literal > 0
        ]
        return ["cmp", operator, [attribute, name], tagged(str(measure), Fraction(size))]


def idle_rule(clauses: Sequence[Mapping[str, Json]], forms: Forms) -> Mapping[str, Json] | None:
    """A rule for everybody whose condition nobody can meet without breaking the rules: "birds fly" beside "penguins are
    birds" and "penguins do not fly". Such rules have exceptions, and nothing follows from them for certain."""
    made = [(clause, forms.of(clause)) for clause in clauses]
    general = [clause for clause, form in made if form.variables == ("?x",) and not form.names]
    rules = [clause for clause in general if "if" in clause]
    if len(rules) < 2:
        return None
    asked = [about(rule["if"], ANYBODY) for rule in rules]
    theory = Theory(general, asked, forms)
    if theory.clash is not None:
        return rules[0]
    idle = theory.first_impossible(asked)
    return None if idle is None else rules[idle]


def _opposite(formula: Formula) -> Formula:
    return formula[1] if formula[0] == "not" else ["not", formula]


def _needed(steps: Sequence[Step], goal: int, disjunctions: Sequence[Sequence[int]]) -> list[Step]:
    """The steps that ``goal`` rests on; those under a supposition that is closed are kept or dropped with it."""
    wanted = {goal}
    kept: list[Step] = []
    spans = _spans(steps)
    index = len(steps) - 1
    while index >= 0:
        step = steps[index]
        if step.closes:
            opened = spans[index]
            if step.literal in wanted:
                inner = _needed(steps[opened + 1 : index], 0, disjunctions)
                for one in inner:
                    if one.source is not None:
                        wanted.update(-literal for literal in disjunctions[one.source])
                kept += [step, *reversed(inner), steps[opened]]
            index = opened
        elif step.literal in wanted and step.source is not None:
            kept.append(step)
            wanted.update(-literal for literal in disjunctions[step.source] if literal != step.literal)
        index -= 1
    return kept[::-1]


def _spans(steps: Sequence[Step]) -> dict[int, int]:
    """Where the supposition begins that a closing step ends."""
    opened: list[int] = []
    found: dict[int, int] = {}
    for index, step in enumerate(steps):
        if step.closes:
            found[index] = opened.pop()
        elif step.source is None:
            opened.append(index)
    return found


def _size(bounds: Sequence[tuple[Fraction, bool, bool]]) -> Fraction:
    """A size that lies above what it is above of, and not above the rest."""
    lows = [(size, strict) for size, strict, holds in bounds if holds]
    highs = [(size, not strict) for size, strict, holds in bounds if not holds]  # not >= is strictly below
    low, high = max(lows, default=None), min(highs, key=lambda end: (end[0], not end[1]), default=None)
    if low is None:
        assert high is not None
        return high[0] - 1 if high[1] else high[0]
    if high is None:
        return low[0] + 1 if low[1] else low[0]
    if low[0] == high[0] or not low[1]:
        return low[0]
    return high[0] if not high[1] else (low[0] + high[0]) / 2
