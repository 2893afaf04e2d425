"""Policies in files, and each as a solver of cases: what the gateway asks before a model's tool call is made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from suffice.errors import UsageError
from suffice.ports import Recipe, Solver
from suffice.records import Abstain, Answer, Certificate, Code, Guarantee, Level, Task, Tier
from suffice.symbolic.rules.guard import Policy

CASE = "case"  # the field of a task that holds what is to be judged


def load(path: Path) -> Policy:
    """The policy in a file: a form if it ends in .json, else plain English. Raises UsageError."""
    return Policy.of(posted(path))


def posted(path: Path) -> Any:
    text = content(path)
    if path.suffix != ".json":
        if not text.strip():
            raise UsageError(f"{path}: an empty policy")
        return text
    try:
        form = json.loads(text)
    except ValueError as error:
        raise UsageError(f"{path} is no JSON: {error}") from error
    if not isinstance(form, dict):
        raise UsageError(f"{path}: a policy is an object with 'clauses'")
    return form


def content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {path}: {error}") from error


class PolicySolver(Solver):
    """Judges the case that a task holds: the answer's value is the verdict, its text the whole finding as JSON."""

    tier = Tier.SYMBOLIC
    expected_joules = 0.01

    def __init__(self, name: str, form: Any) -> None:
        """Raises UsageError where the form is no policy."""
        self.name = f"policy {name}"
        self.policy = Policy.of(form)
        self.recipe = Recipe(__name__, PolicySolver.__name__, (name, form))

    def solve(self, task: Task) -> Answer | Abstain:
        """Raises UsageError where the case is none that this policy judges."""
        finding = self.policy.judge(task.extra[CASE])
        if finding.read is None:
            return Abstain(finding.code or Code.UNSUPPORTED, finding.reason)
        return Answer(
            value=finding.verdict,
            text=json.dumps(finding.to_json(), ensure_ascii=False),
            claim=Guarantee(Level.PROVED, "a proof from the policy's clauses", None, "the reading"),
            reading=finding.read,
            certificate=Certificate("rules steps", tuple(proof.to_json() for proof in finding.proofs)),
        )
