"""The requests of each group with their reference values, and how good the logged answers were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from suffice.learn import groups
from suffice.learn.cases import UNSAID, Case
from suffice.learn.exact import Ask, Exact, look
from suffice.learn.groups import Findings, Step
from suffice.learn.logs import Logged, Logs
from suffice.learn.templates import mine
from suffice.learn.templates.mine import Request
from suffice.learned.reply import Reply
from suffice.records import Json

MOST = 60_000  # cases of one group; more are drawn by a hash of the request


@dataclass(slots=True)
class Gathered:
    """Of one group. ``unread``: rows without a reference. ``right`` of ``graded`` logged answers are gold.

    ``requests``: the first of them as they came, for templates to be mined from. ``exact``: what is proved without
    learning, which is no case; None: nobody asked.
    """

    cases: list[Case] = field(default_factory=list)
    unread: int = 0
    models: Counter[str] = field(default_factory=Counter)
    graded: int = 0
    right: int = 0
    requests: list[Request] = field(default_factory=list)
    exact: Exact | None = None

    def names(self) -> str:
        return " and ".join(sorted(self.models)) or "an unnamed model"

    def logged(self) -> Json:
        """How the logged answers did against gold; null where there is no gold."""
        return {"graded": self.graded, "right": self.right, "models": sorted(self.models)} if self.graded else None


def gather(
    logs: Logs, findings: Findings, replies: Mapping[str, Reply], reference: str, step: Step, ask: Ask | None = None
) -> dict[str, Gathered]:
    """``replies``: of the groups that were answered, by the shape's id. ``reference``: gold or answer. ``ask``: the
    exact engines, about every request of those groups of which they prove any in a sample."""
    keep = {found.shape.id: MOST / max(found.census.rows, MOST) for found in findings.groups}
    gathered = {found.shape.id: Gathered(exact=look(found, ask) if ask else None) for found in findings.groups}
    proving = {name for name, one in gathered.items() if one.exact and one.exact.answered}
    for name in proving:
        gathered[name].exact = Exact()
    for number, (shape, fields, logged) in enumerate(groups.rows(logs, findings)):
        name = shape.id
        step("reading", number + 1, logged)
        if name not in replies or not _drawn(logged, keep[name]):
            continue
        one, reply = gathered[name], replies[name]
        answer, gold = (None if text is None else reply.values(text) for text in (logged.answer, logged.gold))
        if gold is not None and logged.answer is not None:
            one.graded += 1
            one.right += answer is not None and all(reply.same(part, answer[part], gold[part]) for part in gold)
        text = logged.gold if reference == "gold" else logged.answer
        if text is None:
            one.unread += 1
            continue
        if len(one.requests) < mine.MOST:
            texts = tuple(message.content for message in logged.task.messages)
            one.requests.append(Request(logged.id, logged.line, texts, text, logged.time))
        one.models[logged.model or "an unnamed model"] += 1
        if ask is not None and name in proving and (one.exact or Exact()).proves(ask, logged, text):
            continue
        values = (gold if reference == "gold" else answer) or dict.fromkeys(reply.names, UNSAID)
        one.cases.append(Case(fields, values, logged.time, logged.user, logged.id))
    return gathered


def _drawn(logged: Logged, share: float) -> bool:
    if share >= 1.0:
        return True
    text = "\x00".join(message.content for message in logged.task.messages)
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big") < share * 2**64
