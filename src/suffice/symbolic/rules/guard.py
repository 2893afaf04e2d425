"""A policy that is posted once and checks decisions: allowed, forbidden by which clauses, or in want of which fact.

The policy is a form (clauses, see ``language.py``) or plain English; so is a case: facts and what is to be decided.
Nothing is allowed or forbidden but by a proof that the checker of this family has replayed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from suffice.errors import UsageError
from suffice.records import Abstain, Code, Json, Reading, Status, Task
from suffice.symbolic.english.text import analyse
from suffice.symbolic.reading import reading
from suffice.symbolic.rules.cases import as_formulas, asked_of
from suffice.symbolic.rules.check import check
from suffice.symbolic.rules.language import Formula, is_variable, parts, terms
from suffice.symbolic.rules.phrasing import phrase
from suffice.symbolic.rules.precedence import ranking
from suffice.symbolic.rules.problem import validate
from suffice.symbolic.rules.read import reader
from suffice.symbolic.rules.solve import solve
from suffice.symbolic.solution import Solution

ALLOWED, FORBIDDEN, OPEN, UNREAD = "allowed", "forbidden", "needs a fact", "not understood"
_LABELS = {"true": ALLOWED, "false": FORBIDDEN, "unknown": OPEN}
_MOST_WANTED = 60  # facts that are tried when a case is open
_MOST_OPEN = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """What a policy says of a case. ``clauses`` are those the decision rests on; ``wants`` are statements any of which
    would settle an open case, with what it would be then; ``open`` is what the clauses ask and nothing says;
    ``reason`` says what was not understood. ``read`` and ``proofs``: the Problems and their solutions, which the
    checker has found valid."""

    verdict: str
    asked: str
    clauses: tuple[str, ...] = ()
    wants: tuple[tuple[str, str], ...] = ()
    open: tuple[str, ...] = ()
    reason: str = ""
    code: Code | None = None
    read: Reading | None = field(default=None, repr=False)
    proofs: tuple[Solution, ...] = field(default=(), repr=False)

    def to_json(self) -> Json:
        wants = [{"fact": fact, "then": verdict} for fact, verdict in self.wants]
        return {"verdict": self.verdict, "asked": self.asked, "clauses": list(self.clauses), "wants": wants,
                "open": list(self.open), "reason": self.reason}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Policy:
    """Clauses as a form, or a text. ``prefer``: which clauses go before which. ``calls``: what is to be decided where a
    tool is called."""

    clauses: tuple[Json, ...] = ()
    text: str = ""
    prefer: tuple[Json, ...] = ()
    calls: Mapping[str, Json] = field(default_factory=dict)

    @classmethod
    def of(cls, posted: str | Mapping[str, Any]) -> Policy:
        """Raises UsageError saying what is wrong with a form."""
        if isinstance(posted, str):
            return cls(text=posted)
        clauses, calls = posted.get("clauses"), posted.get("calls", {})
        prefer = posted.get("prefer", [])
        if set(posted) - {"clauses", "calls", "about", "prefer"}:
            raise UsageError("not a policy: a form holds 'clauses', and may hold 'prefer', 'calls' and 'about'")
        try:
            validate({"clauses": clauses, "prefer": prefer, "ask": {"truth": ["is asked", "(anybody)"]}})
        except ValueError as error:
            raise UsageError(f"not a policy: {error}") from error
        if not isinstance(calls, dict) or not all(_is_call(call) for call in calls.values()):
            raise UsageError("not a policy: 'calls' says of each tool [predicate, name of an argument]")
        return cls(tuple(clauses or ()), prefer=tuple(prefer), calls=calls)

    def judge(self, case: str | Mapping[str, Any]) -> Finding:
        """What the policy says of a case: a text that ends with a question, or for a form ``{"facts": ..., "ask":
        formula}`` or ``{"facts": ..., "tool_call": {"name": ..., "arguments": {...}}}``; see ``cases.py`` for facts.
        Raises UsageError where the case and the policy are not of one kind, or the case is no case."""
        self.accept(case)
        bodies = self._read(case) if isinstance(case, str) else self._posted(case)
        if isinstance(bodies, Abstain):
            told = case.strip() if isinstance(case, str) else ""
            return Finding(UNREAD, told, reason=bodies.reason, code=bodies.code)
        findings = [_judged(body, self._by) for body in bodies]
        first = findings[0]
        if len({finding.verdict for finding in findings}) > 1:
            several = "it can be read in ways that are judged differently"
            return Finding(UNREAD, first.asked, reason=several, code=Code.AMBIGUOUS)
        if any(one.proofs and one.verdict != OPEN and not self._rests_on_it(one, case) for one in findings):
            own = "the case itself says what is asked, and the policy nothing of it"
            return Finding(UNREAD, first.asked, reason=own, code=Code.UNSUPPORTED)
        read = reading(
            "rules", [problem.body for one in findings if one.read for problem in one.read.problems], self._by
        )
        proofs = tuple(proof for one in findings for proof in one.proofs)
        return replace(first, read=read if isinstance(read, Reading) and proofs else None, proofs=proofs)

    def accept(self, case: str | Mapping[str, Any]) -> None:
        """Raises UsageError unless the case is one for this policy."""
        if isinstance(case, str) != bool(self.text):
            raise UsageError("a policy in words judges cases in words, and a form judges forms")
        if not isinstance(case, str):
            self._posted(case)

    @property
    def _by(self) -> str:
        return "form" if self.clauses else "grammar"

    def _rests_on_it(self, finding: Finding, case: str | Mapping[str, Any]) -> bool:
        """Whether what decides is in the policy, and not in the case alone."""
        if isinstance(case, str):
            return any(self._says(clause) or not _within(clause, case) for clause in finding.clauses)
        return any(clause in map(_cited_as, self.clauses) for clause in finding.clauses)

    def _says(self, clause: str) -> bool:
        """Whether it is a sentence of the policy, and no part of one."""
        told = analyse(self.text)
        return any(clause == told.slice(one.start, one.end) + "." for one in told.sentences)

    def _read(self, case: str) -> list[Json] | Abstain:
        told = analyse(case)
        if any(ranking(told.slice(sentence.start, sentence.end)) for sentence in told.sentences):
            return Abstain(Code.UNSUPPORTED, "which rule goes before which is for the policy to say, not for the case")
        read = reader().read(Task.ask(f"{self.text}\n\n{case}"))
        if isinstance(read, Abstain):
            return read
        bodies = [problem.body for problem in read.problems]
        if any("truth" not in body["ask"] for body in bodies):
            return Abstain(Code.UNSUPPORTED, "a case ends with a question that Yes or No answers")
        added = [clause["text"] for body in bodies for clause in body["clauses"] if "if" in clause and "text" in clause]
        if any(_within(rule, case) and not self._says(rule) for rule in added):
            return Abstain(Code.UNSUPPORTED, "rules are for the policy to say: a case tells facts, and asks")
        return bodies

    def _posted(self, case: Mapping[str, Any]) -> list[Json] | Abstain:
        asked = asked_of(case, self.calls)
        if isinstance(asked, Abstain):
            return asked
        facts = as_formulas(case.get("facts", []))
        clauses = [*self.clauses, *({"then": fact} for fact in facts)]
        body = {"clauses": clauses, "prefer": [*self.prefer], "ask": {"truth": asked}}
        try:
            validate(body)
        except (ValueError, TypeError) as error:
            raise UsageError(f"not a case: {error}") from error
        if any(is_variable(term) for fact in facts for term in terms(fact)):
            raise UsageError(
                "not a case: facts are about names; what holds for everybody ('?x') is for the policy to say"
            )
        return [body]


def _is_call(call: Json) -> bool:
    return isinstance(call, list) and len(call) == 2 and all(isinstance(word, str) and word for word in call)


def _judged(body: Mapping[str, Any], by: str) -> Finding:
    form: dict[str, Json] = {key: value for key, value in body.get("form", {}).items() if key == "worded"}
    ranked = {key: body[key] for key in ("prefer", "told") if key in body}
    body = {"clauses": body["clauses"], **ranked, "ask": body["ask"], "form": {**form, "labels": _LABELS}}
    asked = phrase(body["ask"]["truth"])
    proved = _proved(body)
    if isinstance(proved, Abstain) and proved.code is Code.UNDERDETERMINED:
        reason = proved.reason
        wants, undecided = tuple(_wanted(body)), tuple(_undecided(body))
        body = {**body, "form": {**body["form"], "unknown": OPEN}}
        proved = _proved(body)
        found = Finding(OPEN, asked, wants=wants, open=undecided, reason=reason)
    elif isinstance(proved, Solution):
        found = Finding(proved.value, asked, _cited(body["clauses"], proved))
    else:
        found = None
    if found is None or isinstance(proved, Abstain):
        assert isinstance(proved, Abstain)
        return Finding(UNREAD, asked, reason=proved.reason, code=proved.code)
    read = reading("rules", [body], by)
    assert isinstance(read, Reading)  # the body was judged before
    return replace(found, read=read, proofs=(proved,))


def _proved(body: Mapping[str, Any]) -> Solution | Abstain:
    solution = solve(body)
    if isinstance(solution, Solution):
        verdict = check(body, solution)
        if verdict.status is not Status.VALID:
            return Abstain(Code.UNSUPPORTED, f"the proof failed its check: {verdict.reason}")
    return solution


def _cited(clauses: Sequence[Mapping[str, Any]], solution: Solution) -> tuple[str, ...]:
    used = sorted({step["expr"][1] for step in solution.steps if step["expr"][0] == "clause"})
    return tuple(_cited_as(clauses[index]) for index in used)


def _within(clause: str, text: str) -> bool:
    return clause.removesuffix(".") in text


def _cited_as(clause: Mapping[str, Any]) -> str:
    return str(clause.get("text") or _shown(clause))


def _shown(clause: Mapping[str, Any]) -> str:
    then = phrase(clause["then"])
    return f"if {phrase(clause['if'])}, then {then}" if "if" in clause else then


def _wanted(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The statements about whom the question is about that would settle it."""
    asked = body["ask"]["truth"]
    inputs, others = {}, {}
    concluded = _concluded(body)
    for about in _about_the_case(body, ("if", "then")):
        for way in (about, ["not", about]):
            (others if about[0] in concluded else inputs).setdefault(phrase(way), way)
    return _settling(body, asked, inputs) or _settling(body, asked, others)


def _settling(body: Mapping[str, Any], asked: Formula, candidates: Mapping[str, Formula]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for says, way in list(candidates.items())[:_MOST_WANTED]:
        if way in (asked, ["not", asked]):
            continue
        settled = _proved({**body, "clauses": [*body["clauses"], {"then": way}]})
        if isinstance(settled, Solution):
            found.append((says, settled.value))
    return found


def _undecided(body: Mapping[str, Any]) -> list[str]:
    """What the rules ask about the case, and nothing says: their conditions that no rule concludes."""
    concluded = _concluded(body)
    found: dict[str, None] = {}
    for about in _about_the_case(body, ("if",)):
        if len(found) >= _MOST_OPEN:
            break
        if about[0] not in concluded:
            settled = _proved({**body, "ask": {"truth": about}})
            if isinstance(settled, Abstain) and settled.code is Code.UNDERDETERMINED:
                found[phrase(about)] = None
    return list(found)


def _concluded(body: Mapping[str, Any]) -> set[str]:
    """The predicates that rules conclude; all others are told of a case."""
    return {part[0] for clause in body["clauses"] if "if" in clause for part in parts(clause["then"])} - {"cmp"}


def _about_the_case(body: Mapping[str, Any], where: Sequence[str]) -> list[Formula]:
    """The atoms and comparisons of the clauses, said of whom the question is about."""
    names = [term for term in dict.fromkeys(terms(body["ask"]["truth"])) if not is_variable(term)]
    formulas = [clause[key] for clause in body["clauses"] for key in where if key in clause]
    return [_about(part, name) for name in names[:1] for formula in formulas for part in parts(formula)]


def _about(part: Formula, name: str) -> Formula:
    if part[0] == "cmp":
        return ["cmp", part[1], [part[2][0], name if is_variable(part[2][1]) else part[2][1]], part[3]]
    return [part[0], *(name if is_variable(term) else term for term in part[1:])]
