"""One symbolic solver per language family: read, solve every reading, agree, certify."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from importlib import import_module

from suffice.ports import Reader, Solver, Verifier
from suffice.records import (
    Abstain,
    Answer,
    Certificate,
    Code,
    Guarantee,
    Level,
    Message,
    Problem,
    Reading,
    Status,
    Task,
    Tier,
    Verdict,
)
from suffice.symbolic.english.forms import misnamed, misnamed_schema, reply, typed, unexplained
from suffice.symbolic.reading import FormReader
from suffice.symbolic.solution import Solution

# Fields of a chat request that change nothing in an answer that is computed: how a model is to sample, think, be billed
# or cached, and who asks. What any other field wants, known or not, only a model can give.
NO_EFFECT = frozenset(
    "temperature top_p top_k min_p seed presence_penalty frequency_penalty repetition_penalty reasoning_effort"
    " reasoning verbosity service_tier prompt_cache_key prompt_cache_retention prediction parallel_tool_calls metadata"
    " user safety_identifier stream_options".split()
)
_SAME_AS_NONE = {"n": 1, "modalities": ["text"], "tool_choice": "auto", "function_call": "auto", "top_logprobs": 0}
_SHORTENING = ("stop", "max_tokens", "max_completion_tokens")
_EXACT = frozenset(("form", "template", "grammar"))  # readers whose reading an answer may be proved relative to
REMEMBERED, _REMEMBERED_CHARS = 1024, 4000  # requests, and characters of one
_DECIMAL = re.compile(r"-?\d{1,40}(\.\d{1,40})?")
_WEIGHT = [Code.AMBIGUOUS, Code.INCONSISTENT, Code.UNDERDETERMINED, Code.TOO_HARD, Code.OUT_OF_RANGE, Code.UNSUPPORTED]


class SymbolicSolver(Solver):
    """Answers what its readers can read. Every reading must lead to the same value."""

    tier = Tier.SYMBOLIC
    expected_joules = 0.01

    def __init__(self, family: str, readers: Sequence[Reader], remembers: int = 0) -> None:
        """``remembers``: of how many plain requests the outcome is kept. It follows from messages and time alone (the
        tables of zones and holidays do not change in a process), so a request that comes again gets the same one."""
        self.name = self.family = family
        self.readers = tuple(readers)
        self._again = lru_cache(remembers)(self._plain) if remembers else None

    def forget(self) -> None:
        """Drop what is remembered of requests."""
        if self._again is not None:
            self._again.cache_clear()

    def solve(self, task: Task) -> Answer | Abstain:
        excuse = beyond(task)
        if excuse is not None:
            return excuse
        plain = task.problem is None and task.response_format is None and task.extra.keys().isdisjoint(_SHORTENING)
        if self._again is None or not plain or sum(len(m.content) for m in task.messages) > _REMEMBERED_CHARS:
            return self._solved(task)
        # equal moments of different zones are not the same time of day
        return self._again(task.messages, task.now, task.now and f"{task.now.isoformat()} {task.now.tzinfo}")

    def _plain(self, messages: tuple[Message, ...], now: datetime | None, clock: str | None) -> Answer | Abstain:
        del clock
        return self._solved(Task("", messages, now))

    def _solved(self, task: Task) -> Answer | Abstain:
        refusals: list[Abstain] = []
        for reader in self.readers:
            if (task.problem is not None) != isinstance(reader, FormReader):
                continue  # a posted problem is the whole task, and needs no reading
            reading = reader.read(task)
            if isinstance(reading, Reading):
                return in_form(answered(self.family, reading), task)
            refusals.append(reading)
        return min(refusals, key=lambda r: _WEIGHT.index(r.code) if r.code in _WEIGHT else len(_WEIGHT))


def answered(family: str, reading: Reading) -> Answer | Abstain:
    """Solve every reading exactly; all of them must lead to the same value."""
    engine = import_module(f"suffice.symbolic.{family}.solve")
    solved: list[tuple[Problem, Solution]] = []
    impossible: Abstain | None = None
    for problem in reading.problems:
        result = engine.solve(problem.body)
        if isinstance(result, Solution):
            solved.append((problem, result))
        elif result.misread:
            impossible = impossible or result
        else:
            return result
    if not solved:
        assert impossible is not None
        return impossible
    solved = _one_spelling(solved)
    values = list(dict.fromkeys(solution.value for _, solution in solved))
    if len(values) > 1:
        shown = " or ".join(values[:4])
        return Abstain(Code.AMBIGUOUS, f"it can be read in {len(solved)} ways, with the answers {shown}")
    first, form = solved[0][1], solved[0][0].body.get("form", {})
    refusal = unexplained(family, form)
    if refusal is not None:
        return refusal
    fewer = len(solved) < len(reading.problems)
    kept = replace(reading, problems=tuple(problem for problem, _ in solved)) if fewer else reading
    return Answer(
        value=first.value,
        text=reply(first.value, first.say, form, first.steps),
        claim=Guarantee(Level.PROVED, "exact computation", None, "the reading"),
        reading=kept,
        certificate=Certificate(f"{family} steps", tuple(solution.to_json() for _, solution in solved)),
    )


def beyond(task: Task) -> Abstain | None:
    """Why an exact answer cannot do justice to a request that wants more than text from text; None if it can."""
    if "messages" in task.extra:  # more than ``task.messages`` can say: images, audio, tool calls
        return Abstain(Code.UNSUPPORTED, "the request holds more than text")
    for name, value in task.extra.items():
        if name in NO_EFFECT or name in _SHORTENING or value is None or value in (False, "none") or value in ([], {}):
            continue
        if name not in _SAME_AS_NONE or value != _SAME_AS_NONE[name] or value is True:
            return Abstain(Code.UNSUPPORTED, f"the request sets '{name}', which is for a model to honour")
    return None


def in_form(answer: Answer | Abstain, task: Task) -> Answer | Abstain:
    """The answer as the request's response format wants it, if no limit of the request would cut it."""
    if isinstance(answer, Abstain):
        return answer
    reading = answer.reading
    refusal = None
    if reading is not None and reading.by not in ("template", "form"):  # whoever wrote one of these chose the names
        key = reading.problems[0].body.get("form", {}).get("json")
        refusal = (misnamed(key, answer.value) if key else None) or misnamed_schema(task)
    text = refusal or typed(answer.text, answer.value, task)
    if (task.response_format or {}).get("type") == "json_object" and not answer.text.startswith("{"):
        return Abstain(Code.UNSUPPORTED, "a JSON reply is required and none is made")
    if isinstance(text, Abstain):
        return text
    return _uncut(answer if text == answer.text else replace(answer, text=text), task)


def _uncut(answer: Answer, task: Task) -> Answer | Abstain:
    """A token is at least one byte."""
    stop = task.extra.get("stop")
    for end in [stop] if isinstance(stop, str) else stop if isinstance(stop, list) else []:
        if isinstance(end, str) and end and end in answer.text:
            return Abstain(Code.UNSUPPORTED, f"the reply would hold the stop sequence {end[:40]!r}")
    for name in _SHORTENING[1:]:
        most = task.extra.get(name)
        if most is not None and not (isinstance(most, int) and len(answer.text.encode()) <= most):
            return Abstain(Code.UNSUPPORTED, f"the reply may be longer than {name} allows")
    return answer


def _one_spelling(solved: list[tuple[Problem, Solution]]) -> list[tuple[Problem, Solution]]:
    """Readings that find one number, given as 2940 by some and as 2940.00 by others: those that give two decimals."""
    values = {solution.value for _, solution in solved}
    if len(values) != 2 or not all(_DECIMAL.fullmatch(value) for value in values):
        return solved
    short, long = sorted(values, key=len)
    decimals = long.partition(".")[2]
    if len(decimals) != 2 or Decimal(short) != Decimal(long):
        return solved
    return [(problem, solution) for problem, solution in solved if solution.value == long]


class CertificateVerifier(Verifier):
    """Re-checks every reading's certificate with the family's own checker; the very same answer only once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Answer, Verdict]] = {}

    def verify(self, task: Task, answer: Answer) -> Verdict:
        known = self._known.get(id(answer))
        if known is not None and known[0] is answer:
            return known[1]
        verdict = self._checked(answer)
        if verdict.status is Status.VALID and len(answer.text) <= _REMEMBERED_CHARS:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[id(answer)] = answer, verdict
        return verdict

    def _checked(self, answer: Answer) -> Verdict:
        reading, certificate = answer.reading, answer.certificate
        if reading is None or certificate is None:
            return Verdict(Status.UNKNOWN, reason="no certificate to check")
        if len(certificate.items) != len(reading.problems):
            return Verdict(Status.INVALID, reason="the certificate does not cover every reading")
        verdict = Verdict(Status.UNKNOWN, reason="nothing was read")
        for problem, item in zip(reading.problems, certificate.items, strict=True):
            checker = import_module(f"suffice.symbolic.{problem.family}.check")
            if item.get("value") != answer.value:
                return Verdict(Status.INVALID, reason="the readings do not agree on the answer")
            solution = Solution(answer.value, "", tuple(item.get("steps", ())), item.get("facts", {}))
            verdict = checker.check(problem.body, solution)
            if verdict.status is not Status.VALID:
                return verdict
        return _relative(verdict, reading)


def _relative(verdict: Verdict, reading: Reading) -> Verdict:
    """A model's reading is tested, never proved: translations that agree may all be wrong."""
    if reading.by in _EXACT or verdict.guarantee.level is not Level.PROVED:
        return verdict
    by = f"a {reading.by}'s reading"
    agree = f"; {reading.translations} of {reading.translations} translations agree" if reading.translations else ""
    statement = f"{verdict.guarantee.statement}; relative to {by}{agree}; not proved"
    return replace(verdict, guarantee=Guarantee(Level.TESTED, statement, None, by))
