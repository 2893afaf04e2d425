"""What follows where only what is told or derived counts: rules applied forwards, the stronger before the weaker.

A literal follows if it is told; or if a rule whose condition is established says it, what is told does not deny it, and
every rule that says the opposite gives way to that rule or cannot apply. A rule cannot apply if its condition cannot be
established. A set of literals cannot be established if none of them is told and every rule for one of them cannot
apply, but for others of the set, or gives way to a rule that applies, or is denied by what is told. What neither
follows nor cannot be established is open (two rules clash and nothing says which gives way), and is not answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from suffice.records import Abstain, Code, Json
from suffice.symbolic.rules.deeds import apart
from suffice.symbolic.rules.forms import TooMany
from suffice.symbolic.rules.language import Formula, clause_terms, is_variable, terms
from suffice.symbolic.rules.literals import (
    Literal,
    about_names,
    bound,
    fails,
    formula_of,
    holds,
    lack,
    literal_of,
    normal,
    opposite,
    support,
    within,
)
from suffice.symbolic.rules.phrasing import phrase
from suffice.symbolic.rules.prefer import closed, concluded

MOST_INSTANCES = 20_000
MOST_LOOKS = 400_000


@dataclass(frozen=True, slots=True)
class Instance:
    """A rule about names. ``when``: nested ("and" | "or", ...) over literals."""

    index: int
    binding: Mapping[str, str]
    when: tuple
    says: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What follows, by a rule or (without one) because it is told; or, with ``never``, what cannot be established."""

    literals: tuple[Literal, ...]
    by: Instance | None = None
    never: bool = False


class Told:
    """All that follows from the clauses of a Problem. Raises forms.TooMany."""

    def __init__(self, body: Mapping[str, Json]) -> None:
        self.clauses = body["clauses"]
        self.before = closed(body.get("prefer", []))
        self.facts: dict[Literal, int] = {}
        self.instances: list[Instance] = []
        self.names = _names(body)
        self.saying: dict[Literal, list[Instance]] = {}
        self.clash: tuple[int, int] | None = None
        for index, clause in enumerate(self.clauses):
            self._add(index, clause)
        self.follows: dict[Literal, int] = {}  # and at which step
        self.never: dict[Literal, int] = {}
        self.steps: list[Step] = []
        self._looks = MOST_LOOKS
        if self.clash is None:
            self._run(body)

    def _add(self, index: int, clause: Mapping[str, Json]) -> None:
        says = tuple((positive, tuple(atom)) for positive, atom in concluded(clause["then"]))
        if "if" not in clause:
            for literal in says:
                self.facts.setdefault(literal, index)
                if opposite(literal) in self.facts:
                    self.clash = self.facts[opposite(literal)], index
            return
        variables = list(dict.fromkeys(filter(is_variable, clause_terms(clause))))
        when = normal(clause["if"])
        if len(self.instances) + len(self.names) ** len(variables) > MOST_INSTANCES:
            raise TooMany
        for names in product(self.names, repeat=len(variables)):
            binding = dict(zip(variables, names, strict=True))
            instance = Instance(index, binding, bound(when, binding), tuple(about_names(one, binding) for one in says))
            self.instances.append(instance)
            for literal in instance.says:
                self.saying.setdefault(literal, []).append(instance)

    # --- what follows -----------------------------------------------------------------------------------------
    def _run(self, body: Mapping[str, Json]) -> None:
        for literal in self.facts:
            self._establish(literal, None)
        every = {literal for literal in self.facts}
        asked = literal_of(body["ask"]["truth"])
        every |= {asked, *(part for one in self.instances for part in (*one.says, *within(one.when)))}
        every |= {opposite(literal) for literal in every}
        while True:
            while self._forwards():
                pass
            cannot = self._unfounded(every)
            if not cannot:
                return
            for literal in cannot:
                self.never[literal] = len(self.steps)
            self.steps.append(Step(tuple(cannot), never=True))

    def _forwards(self) -> bool:
        found = False
        for instance in self.instances:
            self._looks -= 1
            if self._looks < 0:
                raise TooMany
            if holds(instance.when, self.follows):
                for literal in instance.says:
                    if literal not in self.follows and self.stands(instance, literal):
                        self._establish(literal, instance)
                        found = True
        return found

    def _establish(self, literal: Literal, instance: Instance | None) -> None:
        self.follows[literal] = len(self.steps)
        self.steps.append(Step((literal,), instance))

    def stands(self, instance: Instance, literal: Literal) -> bool:
        """Whether nothing that is told and no other rule keeps a rule from establishing a literal."""
        against = opposite(literal)
        return against not in self.facts and all(
            self.goes_before(instance, other) or fails(other.when, self.never) for other in self.saying.get(against, ())
        )

    def goes_before(self, one: Instance, other: Instance) -> bool:
        name, against = self.clauses[one.index].get("name"), self.clauses[other.index].get("name")
        return (name, against) in self.before

    def beating(self, instance: Instance, literal: Literal) -> Iterator[Instance]:
        """The rules before this one that apply and say the opposite."""
        for other in self.saying.get(opposite(literal), ()):
            if self.goes_before(other, instance) and holds(other.when, self.follows):
                yield other

    def _unfounded(self, every: set[Literal]) -> list[Literal]:
        """The largest set of literals that cannot be established."""
        cannot = {literal for literal in every if literal not in self.follows and literal not in self.never}
        while True:
            kept = {literal for literal in cannot if self._idle(literal, cannot)}
            if len(kept) == len(cannot):
                return sorted(kept)
            cannot = kept

    def _idle(self, literal: Literal, cannot: set[Literal]) -> bool:
        if opposite(literal) in self.facts:
            return True
        self._looks -= 1 + len(self.saying.get(literal, ()))
        if self._looks < 0:
            raise TooMany
        return all(
            fails(one.when, self.never, cannot) or any(True for _ in self.beating(one, literal))
            for one in self.saying.get(literal, ())
        )

    # --- what a proof needs -----------------------------------------------------------------------------------
    def needed(self, goals: Sequence[Literal]) -> list[Step]:
        """The steps that the goals rest on, in order; of what cannot be established, only what matters."""
        wanted, open_ = set(goals), list(goals)

        def want(*more: Literal) -> None:
            for one in more:
                if one not in wanted:
                    wanted.add(one)
                    open_.append(one)

        while open_:
            literal = open_.pop()
            if literal in self.follows:
                instance = self.steps[self.follows[literal]].by
                if instance is None:
                    continue
                want(*support(instance.when, self.follows))
                for other in self.saying.get(opposite(literal), ()):
                    if not self.goes_before(instance, other):
                        want(*lack(other.when, self.never, self.follows[literal]))
            elif opposite(literal) not in self.facts:
                for one in self.saying.get(literal, ()):
                    ways = (support(by.when, self.follows) for by in self.beating(one, literal))
                    at = self.never[literal]
                    early = next((way for way in ways if all(self.follows[part] < at for part in way)), None)
                    want(*(early if early is not None else lack(one.when, self.never, at + 1)))
        kept = (replace(step, literals=tuple(one for one in step.literals if one in wanted)) for step in self.steps)
        return [step for step in kept if step.literals]

    def unsure(self, goals: Sequence[Literal]) -> tuple[Literal, Literal] | None:
        """Something that a proof takes as not established, and something established of the same names in other words,
        which may mean the same."""
        lacking = [literal for step in self.needed(goals) if step.never for literal in step.literals]
        for literal, other in product(lacking, self.follows):
            same_names = set(other[1][1:]) == set(literal[1][1:])
            if same_names and not apart(other[1][0], literal[1][0]):
                return literal, other
        return None

    def clashing(self, literal: Literal) -> tuple[Instance, Instance] | None:
        """Two rules that leave a literal open, as far back as it depends on others."""
        seen: set[tuple[str, ...]] = set()
        open_ = [literal]
        while open_:
            one = open_.pop()
            if one[1] in seen:
                continue
            seen.add(one[1])
            for either in (one, opposite(one)):
                for rule in self.saying.get(either, ()):
                    for other in self.saying.get(opposite(either), ()):
                        ranked = self.goes_before(rule, other) or self.goes_before(other, rule)
                        if not ranked and self._may(rule) and self._may(other):
                            return rule, other
                    open_ += within(rule.when)
        return None

    def _may(self, instance: Instance) -> bool:
        return not fails(instance.when, self.never)


def solved(body: Mapping[str, Json], asked: Formula) -> tuple[bool | None, list[dict[str, Json]]] | Abstain:
    """Whether what is asked follows, its opposite does, or neither can be established; and the steps that show it."""
    told = Told(body)
    if told.clash is not None:
        both = "; ".join(_text(told.clauses[index]) for index in told.clash)
        return Abstain(Code.INCONSISTENT, f"these cannot all be so: {both}")
    goal = literal_of(asked)
    against = opposite(goal)
    if goal in told.follows or against in told.follows:
        goals, holds_ = ([goal], True) if goal in told.follows else ([against], False)
    elif goal in told.never and against in told.never:
        goals, holds_ = [goal, against], None
    else:
        clash = told.clashing(goal)
        rules = "" if clash is None else ": " + "; ".join(_text(told.clauses[one.index]) for one in clash)
        return Abstain(Code.AMBIGUOUS, f"nothing says which rule gives way where both apply{rules}")
    unsure = told.unsure(goals) if body.get("form", {}).get("worded") else None
    if unsure is not None:
        one, other = (phrase(formula_of(literal)) for literal in unsure)
        return Abstain(Code.AMBIGUOUS, f"that {other} may bear on whether {one}")
    return holds_, [told_step(told, step) for step in told.needed(goals)]


def told_step(told: Told, step: Step) -> dict[str, Json]:
    formulas = [formula_of(one) for one in step.literals]
    if step.never:
        value = ["or", *formulas] if len(formulas) > 1 else formulas[0]
        says = "; ".join(map(phrase, formulas))
        return {"say": f"no rule can establish: {says}", "expr": ["never"], "value": ["never", value]}
    (literal,), (value,), instance = step.literals, formulas, step.by
    if instance is None:
        index = told.facts[literal]
        return {"say": f"[{index + 1}] {_text(told.clauses[index])}", "expr": ["told", index], "value": value}
    clause = told.clauses[instance.index]
    against = [[one.index, dict(one.binding), told.goes_before(instance, one)]
               for one in told.saying.get(opposite(literal), ())]  # fmt: skip
    ways = {told.clauses[n].get("name") or f"[{n + 1}]": way for n, _, way in against}
    gives = "".join(f"; {name} " + ("gives way" if way else "cannot apply") for name, way in ways.items())
    label = clause.get("name") or f"[{instance.index + 1}]"
    return {
        "say": f"{phrase(value)}: {label}: {_text(clause)}{gives}",
        "expr": ["rule", instance.index, dict(instance.binding)],
        "value": value,
        "against": against,
    }


def _text(clause: Mapping[str, Json]) -> str:
    return str(clause.get("text") or phrase(clause["then"]))


def _names(body: Mapping[str, Json]) -> tuple[str, ...]:
    found = dict.fromkeys(t for clause in body["clauses"] for t in clause_terms(clause) if not is_variable(t))
    return tuple(found | dict.fromkeys(t for t in terms(body["ask"]["truth"]) if not is_variable(t)))
