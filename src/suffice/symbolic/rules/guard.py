"""A policy that is posted once and checks decisions: allowed, forbidden by which clauses, or in want of which fact.

The policy is a form (clauses, see ``language.py``) or plain English; so is a case: facts and what is to be decided.
Nothing is allowed or forbidden but by a proof that the checker of this family has replayed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from suffice.errors import UsageError
from suffice.records import Abstain, Code, Json, Status, Task
from suffice.symbolic.rules.check import check
from suffice.symbolic.rules.language import Formula, is_variable, parts, terms
from suffice.symbolic.rules.phrasing import phrase
from suffice.symbolic.rules.problem import validate
from suffice.symbolic.rules.read import reader
from suffice.symbolic.rules.solve import solve
from suffice.symbolic.solution import Solution

ALLOWED, FORBIDDEN, OPEN, UNREAD = "allowed", "forbidden", "needs a fact", "not understood"
_MOST_WANTED = 60  # facts that are tried when a case is open


@dataclass(frozen=True, slots=True)
class Finding:
    """What a policy says of a case. ``clauses`` are those the decision rests on; ``wants`` are statements any of which
    would settle an open case, with what it would be then; ``reason`` says what was not understood."""

    verdict: str
    asked: str
    clauses: tuple[str, ...] = ()
    wants: tuple[tuple[str, str], ...] = ()
    reason: str = ""

    def to_json(self) -> Json:
        wants = [{"fact": fact, "then": verdict} for fact, verdict in self.wants]
        return {"verdict": self.verdict, "asked": self.asked, "clauses": list(self.clauses), "wants": wants,
                "reason": self.reason}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Policy:
    """Clauses as a form, or a text."""

    clauses: tuple[Json, ...] = ()
    text: str = ""

    @classmethod
    def of(cls, posted: str | Mapping[str, Any]) -> Policy:
        """Raises UsageError saying what is wrong with a form."""
        if isinstance(posted, str):
            return cls(text=posted)
        clauses = posted.get("clauses")
        try:
            validate({"clauses": clauses, "ask": {"truth": ["is asked", "(anybody)"]}})
        except ValueError as error:
            raise UsageError(f"not a policy: {error}") from error
        return cls(tuple(clauses or ()))

    def judge(self, case: str | Mapping[str, Any]) -> Finding:
        """What the policy says of a case: a text that ends with a question, or ``{"facts": [formula, ...], "ask":
        formula}``. Raises UsageError where the case and the policy are not of one kind, or the case is no case."""
        if isinstance(case, str) != bool(self.text):
            raise UsageError("a policy in words judges cases in words, and a form judges forms")
        bodies = self._read(case) if isinstance(case, str) else [self._posted(case)]
        if isinstance(bodies, Abstain):
            return Finding(UNREAD, str(case).strip(), reason=bodies.reason)
        findings = [_judged(body) for body in bodies]
        if len({finding.verdict for finding in findings}) > 1:
            return Finding(UNREAD, findings[0].asked, reason="it can be read in ways that are judged differently")
        return findings[0]

    def _read(self, case: str) -> list[Json] | Abstain:
        reading = reader().read(Task.ask(f"{self.text}\n\n{case}"))
        if isinstance(reading, Abstain):
            return reading
        bodies = [problem.body for problem in reading.problems]
        if any("truth" not in body["ask"] for body in bodies):
            return Abstain(Code.UNSUPPORTED, "a case ends with a question that Yes or No answers")
        return bodies

    def _posted(self, case: Mapping[str, Any]) -> Json:
        facts = case.get("facts", [])
        body = {"clauses": [*self.clauses, *({"then": fact} for fact in facts)], "ask": {"truth": case.get("ask")}}
        try:
            validate(body)
        except (ValueError, TypeError) as error:
            raise UsageError(f"not a case: {error}") from error
        return body


def _judged(body: Mapping[str, Any]) -> Finding:
    form = {key: value for key, value in body.get("form", {}).items() if key == "worded"}
    body = {"clauses": body["clauses"], "ask": body["ask"], "form": form}
    asked = phrase(body["ask"]["truth"])
    proved = _proved(body)
    if isinstance(proved, Solution):
        verdict = ALLOWED if proved.value == "Yes" else FORBIDDEN
        return Finding(verdict, asked, _cited(body["clauses"], proved))
    if proved.code is not Code.UNDERDETERMINED:
        return Finding(UNREAD, asked, reason=proved.reason)
    return Finding(OPEN, asked, wants=tuple(_wanted(body)), reason=proved.reason)


def _proved(body: Mapping[str, Any]) -> Solution | Abstain:
    solution = solve(body)
    if isinstance(solution, Solution):
        verdict = check(body, solution)
        if verdict.status is not Status.VALID:
            return Abstain(Code.UNSUPPORTED, f"the proof failed its check: {verdict.reason}")
    return solution


def _cited(clauses: Sequence[Mapping[str, Any]], solution: Solution) -> tuple[str, ...]:
    used = sorted({step["expr"][1] for step in solution.steps if step["expr"][0] == "clause"})
    return tuple(str(clauses[index].get("text") or _shown(clauses[index])) for index in used)


def _shown(clause: Mapping[str, Any]) -> str:
    then = phrase(clause["then"])
    return f"if {phrase(clause['if'])}, then {then}" if "if" in clause else then


def _wanted(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The statements about whom the question is about that would settle it."""
    asked = body["ask"]["truth"]
    names = [term for term in dict.fromkeys(terms(asked)) if not is_variable(term)]
    formulas = [clause[key] for clause in body["clauses"] for key in ("if", "then") if key in clause]
    candidates: dict[str, Formula] = {}
    for part in (part for formula in formulas for part in parts(formula)):
        for name in names[:1]:
            about = _about(part, name)
            for way in (about, ["not", about]):
                candidates.setdefault(phrase(way), way)
    found: list[tuple[str, str]] = []
    for says, way in list(candidates.items())[:_MOST_WANTED]:
        if way in (asked, ["not", asked]):
            continue
        settled = _proved({**body, "clauses": [*body["clauses"], {"then": way}]})
        if isinstance(settled, Solution):
            found.append((says, ALLOWED if settled.value == "Yes" else FORBIDDEN))
    return found


def _about(part: Formula, name: str) -> Formula:
    if part[0] == "cmp":
        return ["cmp", part[1], [part[2][0], name if is_variable(part[2][1]) else part[2][1]], part[3]]
    return [part[0], *(name if is_variable(term) else term for term in part[1:])]
