"""``/v1/policies``: what a configured policy says of a decision before it is made. The same code as ``suffice guard``.

    POST /v1/policies/NAME/check    {"case": "Jo is a guest. May Jo smoke?"}              for a policy in words
                                    {"facts": ..., "ask": [...]}                          for a form
                                    {"facts": ..., "tool_call": {"name": ..., "arguments": {...}}}

The reply names the verdict (allowed, forbidden, needs a fact), the clauses that it rests on, and its receipt.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from suffice.config import Settings
from suffice.config.engines import policies
from suffice.config.ladder import Ladder
from suffice.drivers import Committer, run_async
from suffice.errors import UsageError
from suffice.gateway.chat import OURS, beside, no_answer
from suffice.gateway.connection import Exchange
from suffice.gateway.http import JSON, RECEIPT, Complaint, encode
from suffice.gateway.ladder import Kept
from suffice.gateway.presence import Waiting
from suffice.pool import WorkerPool
from suffice.records import Message, Receipt, Requirement, Task
from suffice.symbolic.rules.policies import CASE

if TYPE_CHECKING:
    from suffice.symbolic.rules.policies import PolicySolver


class Policies:
    """The configured policies behind the protocol; each judges by itself, and its receipts are kept like any others."""

    def __init__(self, settings: Settings, ladder: Ladder, committer: Committer, pool: WorkerPool) -> None:
        self._solvers = policies(settings)
        self._ladder, self._committer, self._pool = ladder, committer, pool
        self._budget = settings.budget

    def listed(self) -> bytes:
        rows = [_described(name, solver) for name, solver in self._solvers.items()]
        return encode({"object": "list", "data": rows})

    def known(self, path: str) -> str:
        """The name in ``NAME/check``. Raises Complaint where there is no such policy."""
        name, _, verb = path.partition("/")
        if name not in self._solvers:
            there = ", ".join(self._solvers) or "none; add a [policies.NAME] with its file to suffice.toml"
            raise Complaint(404, f"no policy '{name[:64]}'; there are: {there}", code="policy_not_found")
        if verb != "check":
            raise Complaint(404, f"a policy is asked at /v1/policies/{name}/check", code="not_found")
        return name

    async def check(self, name: str, request: dict[str, Any], exchange: Exchange, id: str) -> None:
        """Judge one case. Raises Complaint where it is none, or is not understood."""
        solver = self._solvers[name]
        case = _case(request)
        try:
            solver.policy.accept(case)
        except UsageError as error:
            raise Complaint(400, str(error), param="case" if "case" in request else "facts") from None
        task = Task(
            id=f"check-{id}",
            messages=(Message("user", case if isinstance(case, str) else json.dumps(case)),),
            requires=Requirement.parse("proved"),
            budget=self._budget,
            extra={CASE: case},
        )
        ladder = replace(self._ladder, solvers=(solver,))
        steps = ladder.steps(task, {"policy": name, **request}, key=exchange.key, id=f"r-{id}")
        waiting = Waiting(exchange)
        try:
            kept = Kept(self._committer, waiting)
            receipt = await run_async(steps, pool=self._pool, committer=kept, presence=waiting)
            if not waiting.gone:
                exchange.respond(200, [JSON, (RECEIPT, receipt.id)], encode(_reply(name, receipt)))
        finally:
            waiting.over()


def _case(request: Mapping[str, Any]) -> Any:
    if "case" not in request:
        return request
    if set(request) != {"case"} or not isinstance(request["case"], str | dict):
        raise Complaint(400, "'case' is a text or an object, and stands alone", param="case")
    return request["case"]


def _described(name: str, solver: PolicySolver) -> dict[str, Any]:
    policy = solver.policy
    return {
        "id": name,
        "object": "policy",
        "kind": "form" if policy.clauses else "text",
        "clauses": len(policy.clauses) or None,
        "tools": sorted(policy.calls),
    }


def _reply(name: str, receipt: Receipt) -> dict[str, Any]:
    """The finding, with its receipt. Raises Complaint where the case was not understood."""
    if receipt.answer is None:
        refused = no_answer(receipt)
        reasons = "; ".join(attempt.reason for attempt in receipt.attempts if attempt.reason)
        raise Complaint(
            422 if receipt.status == "refused" else refused.status,
            f"the policy does not decide this, so nothing is allowed: {reasons}",
            kind="refused" if receipt.status == "refused" else "server_error",
            code="not_understood",
            headers=[(RECEIPT, receipt.id)],
            beside=refused.beside,
        )
    finding = json.loads(receipt.answer.text)
    return {"object": "policy.check", "policy": name, **finding, "receipt": receipt.id, OURS: beside(receipt)}
