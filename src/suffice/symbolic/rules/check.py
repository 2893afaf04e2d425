"""Checks an answer about rules without the solver: every step by three-valued evaluation, every world by evaluation.

A step that says ``L`` by a clause is right if the clause would be false were ``L`` not so, with all that was
established before. A world counts if every clause is true in it, for every choice of names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from functools import cached_property
from typing import Any

from suffice.records import Guarantee, Json, Level, Status, Verdict
from suffice.symbolic.rules.check_told import Replay, excepting
from suffice.symbolic.rules.choices import FEW, Choices
from suffice.symbolic.rules.known import OPPOSITE, Known, Misfit, evaluate, measured, replaced, variables_of
from suffice.symbolic.rules.recount import named_in, recounted, stated
from suffice.symbolic.solution import Solution

CHECKER = "suffice.symbolic.rules.check"
MOST_WORLD_CLAUSES = 400_000


def check(body: Mapping[str, Json], solution: Solution) -> Verdict:
    """VALID when proofs and worlds show exactly the stated answer."""
    try:
        statement = _Audit(body, solution).statement()
    except Misfit as fault:
        return Verdict(Status.INVALID, checked_by=CHECKER, reason=str(fault))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError) as error:
        return Verdict(Status.UNKNOWN, checked_by=CHECKER, reason=f"the certificate cannot be read: {error}")
    return Verdict(Status.VALID, Guarantee(Level.PROVED, statement, None, "the reading"), CHECKER)


class _Audit:
    def __init__(self, body: Mapping[str, Json], solution: Solution) -> None:
        self.body = body
        self.clauses = body["clauses"]
        self.ask, self.form = body["ask"], body.get("form", {})
        self.solution = solution
        if body.get("told"):
            return
        for clause in body["clauses"]:
            _counted(clause)
        self.clauses = excepting(body)
        self.names = self._names()
        self.named = frozenset(self.names)
        self.proved = [_canonical(goal) for goal in self._proved(solution.steps)]

    def statement(self) -> str:
        if self.body.get("told"):
            self._says(Replay(self.body).outcome(self.solution, self.ask["truth"]))
            return f"{len(self.solution.steps)} steps of rules applied forwards, the stronger first, replayed"
        self._world(self.solution.facts["world"])  # what is said can be so
        if "truth" in self.ask:
            worlds = self._truth()
        elif "who" in self.ask:
            worlds = self._who()
        elif "value" in self.ask:
            worlds = self._value()
        else:
            worlds = self._options()
        steps = len(self.solution.steps)
        told = f"{steps} step{'' if steps == 1 else 's'} replayed" if steps else ""
        shown = f"{worlds} world{'' if worlds == 1 else 's'} evaluated"
        return ", ".join(filter(None, (told, shown)))

    def _truth(self) -> int:
        asked = self.ask["truth"]
        if variables_of(asked):
            asked = replaced(asked, dict.fromkeys(variables_of(asked), "(anybody)"))
        facts = self.solution.facts
        if _canonical(asked) in self.proved:
            self._says(True)
            return 1
        if _canonical(["not", asked]) in self.proved:
            self._says(False)
            return 1
        for key, wanted in (("with", True), ("without", False)):
            if self._world(facts[key], asked) is not wanted:
                raise Misfit(f"the world '{key}' does not show what it should")
        self._says(None)
        return 3

    def _says(self, holds: bool | None) -> None:
        """The value is the word that the form has for this outcome."""
        if holds is None and self.form.get("decided"):
            raise Misfit("that it is unknown is no answer here")
        value, labels = self.solution.value, self.form.get("labels")
        if labels:
            right = labels["true" if holds else "unknown" if holds is None else "false"]
        elif holds is None:
            right = self.form["unknown"]
        elif self.form.get("yesno", True):
            right = "Yes" if holds else "No"
        else:
            right = "True" if holds else "False"
        if value != right:
            raise Misfit(f"the answer should be '{right}'")

    def _who(self) -> int:
        asked = self.ask["who"]
        right: list[str] = []
        for name in dict.fromkeys(name for clause in self.clauses for name in _clause_names(clause)):
            one = replaced(asked, {"?x": name})
            if _canonical(one) in self.proved:
                right.append(name)
            elif _canonical(["not", one]) not in self.proved:
                raise Misfit(f"nothing is shown of {name}")
        stated = [name.lower() for name in self.solution.value.split(", ")]
        if not right or stated != [name.lower() for name in right] or (self.form.get("one") and len(right) > 1):
            raise Misfit("the names are not those that are proved")
        return 1

    def _value(self) -> int:
        """The amount, from values that are proved; and nothing else is stated."""
        proved: dict[tuple[str, str], Json] = {}
        for attribute, name, value in self.solution.facts["values"]:
            if _canonical(["cmp", "eq", [attribute, name], value]) not in self.proved:
                raise Misfit(f"the {attribute} of {name} is not proved")
            if (attribute, name) in proved:
                raise Misfit("one attribute has two values")
            proved[attribute, name] = value
        measure, size = recounted(self.ask["value"], proved)
        if stated(self.solution.value, measure) != size:
            raise Misfit("the answer is not what the amounts come to")
        return 1

    def _options(self) -> int:
        options, must, labels = self.ask["options"], self.ask["must"], self.form.get("labels")
        worlds = self.solution.facts["worlds"]
        if len(worlds) != len(options):
            raise Misfit("the worlds do not cover the options")
        right: list[int] = []
        for number, (option, world) in enumerate(zip(options, worlds, strict=True)):
            goal = option if must == "follow" else ["not", option]
            if world is None:
                if _canonical(goal) not in self.proved:
                    raise Misfit(f"option {number + 1} is not proved")
            elif self._world(world, option) is (must == "follow"):
                raise Misfit(f"the world of option {number + 1} does not show what it should")
            if (world is not None) == (must == "stand"):
                right.append(number)
        if len(right) != 1:
            raise Misfit("not exactly one option fits")
        if self.solution.value != (labels[right[0]] if labels else str(right[0] + 1)):
            raise Misfit("the answer is not what the option is called")
        return 1 + sum(world is not None for world in worlds)

    def _proved(self, steps: Sequence[Mapping[str, Any]]) -> list[Json]:
        """What the steps prove outright. Raises Misfit at the first step that does not follow."""
        told = Known()
        stack: list[tuple[Json, Known, bool]] = []  # supposition, what was known before it, contradiction reached
        proved: list[Json] = []
        for number, step in enumerate(steps, 1):
            kind, value = step["expr"][0], step["value"]
            if kind == "suppose":
                stack.append((step["expr"][1], told, False))
                told = told.copy()
                told.suppose(step["expr"][1])
                continue
            if kind == "therefore":
                if not stack or not stack[-1][2]:
                    raise Misfit(f"step {number} closes a supposition that has led to no contradiction")
                supposed, told, _ = stack.pop()
                if _canonical(value) != _canonical(["not", supposed]):
                    raise Misfit(f"step {number} is not the opposite of what was supposed")
            elif stack and stack[-1][2]:
                raise Misfit(f"step {number} goes on after a contradiction")
            elif not self._follows(step, told):
                raise Misfit(f"step {number} does not follow")
            if value == ["contradiction"]:
                if not stack:
                    raise Misfit("the clauses contradict one another")
                stack[-1] = (*stack[-1][:2], True)
                continue
            if kind == "therefore" and value[0] in ("not", "and", "or") and not _literal(value):
                told.suppose(value)
            else:
                told.learn(value)
            if not stack:
                proved.append(value)
        if stack:
            raise Misfit("a supposition is left open")
        return proved

    def _follows(self, step: Mapping[str, Any], told: Known) -> bool:
        value = step["value"]
        with told.doubting(value) if value != ["contradiction"] else nullcontext():
            return told.impossible or self._refuted(step["expr"], told)  # impossible: by the order of numbers alone

    def _refuted(self, how: Sequence[Any], told: Known) -> bool:
        """Whether what is known breaks what a step names: a clause of somebody, or what was supposed."""
        if how[0] == "clause":
            clause, binding = self.clauses[how[1]], how[2]
            if not self.named.issuperset(binding.values()):
                raise Misfit("a clause is said of somebody who is not named")
            return self._instance(clause, binding, told) is False
        return how[0] == "supposed" and any(evaluate(formula, told) is False for formula in told.supposed)

    @staticmethod
    def _instance(clause: Mapping[str, Json], binding: Mapping[str, str], known: Known) -> bool | None:
        """A clause about names: False, True, or None where it is open."""
        then = evaluate(clause["then"], known, binding)
        if "if" not in clause or then is True:
            return then
        condition = evaluate(clause["if"], known, binding)
        if condition is False:
            return True
        return then if condition is True else None

    def _world(self, stated: Mapping[str, Any], asked: Json = None) -> bool | None:
        """Raises Misfit unless every clause is true in the world; the truth of ``asked`` in it."""
        world = Known.world(stated)
        looked = 0
        for number, (clause, variables) in enumerate(zip(self.clauses, self.variables, strict=True), 1):
            few = self.choices.count(variables) <= FEW or "if" not in clause
            if few and looked + self.choices.count(variables) > MOST_WORLD_CLAUSES:
                raise Misfit("too much to check")
            ways = self.choices.every(variables) if few else self.choices.bearing(clause, variables, world.true)
            for binding in ways:
                looked += 1
                if looked > MOST_WORLD_CLAUSES:
                    raise Misfit("too much to check")
                if self._instance(clause, binding, world) is not True:
                    raise Misfit(f"clause {number} is not true in a world that is shown")
        return None if asked is None else evaluate(asked, world)

    @cached_property
    def variables(self) -> list[tuple[str, ...]]:
        """Of each clause."""
        return [
            tuple(sorted(variables_of(c["then"]) | variables_of(c["if"]) if "if" in c else variables_of(c["then"])))
            for c in self.clauses
        ]

    @cached_property
    def choices(self) -> Choices:
        return Choices(self.names)

    def _names(self) -> list[str]:
        """Everybody who is named, in order, and somebody else where a question is general."""
        asks = self.ask.get("options") or [self.ask.get("truth") or self.ask.get("who")]
        if "value" in self.ask:
            asks = [["asked", name] for name in named_in(self.ask["value"])]
        found: dict[str, None] = {}
        for clause in self.clauses:
            found.update(dict.fromkeys(_clause_names(clause)))
        general = False
        for asked in asks:
            found.update(dict.fromkeys(_names_in(asked)))
            general = general or bool(variables_of(asked))
        if general or not found:
            found["(anybody)"] = None
        return list(found)


def _counted(clause: Mapping[str, Json]) -> None:
    """Raises Misfit where a fact that counts days miscounts them."""
    if "days" in clause:
        since, until = (date.fromisoformat(day).toordinal() for day in clause["days"])
        if tuple(clause["then"][:2]) != ("cmp", "eq") or measured(clause["then"][3]) != ("qty day", until - since):
            raise Misfit("the days are miscounted")


def _clause_names(clause: Mapping[str, Json]) -> list[str]:
    return [name for key in ("if", "then") if key in clause for name in _names_in(clause[key])]


def _names_in(formula: Json) -> list[str]:
    if formula[0] in ("not", "and", "or"):
        return [name for part in formula[1:] for name in _names_in(part)]
    terms = formula[2][1:] if formula[0] == "cmp" else formula[1:]
    return [term for term in terms if not term.startswith("?")]


def _literal(value: Json) -> bool:
    return value[0] not in ("and", "or") and (value[0] != "not" or value[1][0] not in ("not", "and", "or"))


def _canonical(formula: Json) -> str:
    """One spelling for a formula, its double negations, and a comparison denied."""
    negated = False
    while formula[0] == "not":
        negated, formula = not negated, formula[1]
    if negated and formula[0] == "cmp":
        negated, formula = False, ["cmp", OPPOSITE[formula[1]], *formula[2:]]
    return ("not " if negated else "") + repr(_plain(formula))


def _plain(formula: Json) -> Any:
    return tuple(map(_plain, formula)) if isinstance(formula, list | tuple) else formula
