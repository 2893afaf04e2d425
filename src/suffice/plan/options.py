"""Who may answer a group's requests, with accuracy, dollars, joules and, on own capacity, seconds for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from suffice.errors import UsageError
from suffice.hardware import Weights, known_model
from suffice.hardware.decode import decode
from suffice.hardware.machine import machine
from suffice.hardware.pricing import Price
from suffice.hardware.remote_tokens import RemoteTokens
from suffice.plan.assumptions import Assumptions
from suffice.plan.scenarios import Scenario
from suffice.plan.workload import Group
from suffice.records import Joules, Json, Usage

_REFERENCE = "by definition: it is what the others are compared with; no graded answers of it are known"
_MEMORY = 0.8  # of a machine's memory that weights may fill; the rest is for the cache of keys and values


@dataclass(frozen=True, slots=True)
class Option:
    """``usd``: of one request in the first year, calls and processors alone; ``falls``: follows the price of calls.

    ``kind`` and ``node_s``: seconds of one node of that kind, where the
    answer comes from own capacity. ``why_not``: what is not known, so that it cannot be chosen."""

    name: str
    tier: str
    coverage: float
    accuracy: float | None
    accuracy_how: str
    usd: float | None
    usd_how: str
    joules: Joules | None
    falls: bool = False
    kind: str | None = None
    node_s: float = 0.0
    next_class: bool = False
    recertify_usd: float = 0.0  # of one certificate, for all of the group
    audit_usd: float = 0.0  # of one request, at the price of calls
    why_not: str | None = None

    def usd_in(self, scenario: Scenario, year: int, requests_per_year: float) -> float:
        """Dollars of one request in a year of a scenario, without capacity."""
        calls = scenario.factor("api_price_per_year", year)
        usd = (self.usd or 0.0) * (calls if self.falls else 1.0) + self.audit_usd * calls
        if self.recertify_usd and requests_per_year:
            certified = self.recertify_usd * scenario.drivers["upgrades_per_year"] * calls
            usd += certified / (requests_per_year * max(self.coverage, 1e-9))
        return usd

    def joules_in(self, scenario: Scenario) -> Joules | None:
        if self.joules is None or not self.next_class:
            return self.joules
        part = 1.0 / scenario.drivers["next_efficiency"]
        return self.joules.scaled(part, part, part)

    def to_json(self) -> Json:
        return {
            "name": self.name,
            "tier": self.tier,
            "coverage": self.coverage,
            "accuracy": self.accuracy,
            "accuracy_how": self.accuracy_how,
            "usd_per_request": self.usd,
            "usd_how": self.usd_how,
            "audit_usd_per_request": self.audit_usd,
            "recertify_usd": self.recertify_usd,
            "joules_per_request": self.joules and self.joules.to_json(),
            "node_s_per_request": self.node_s or None,
            "kind": self.kind,
            "why_not": self.why_not,
        }


def options(group: Group, known: Assumptions, frontier: str) -> list[Option]:
    """All options of a group, those that cannot be chosen included. ``frontier``: the model of today's traffic."""
    calls = list(_calls(group, known, frontier))
    reference = next(one for one in calls if one.name == f"api: {frontier}")
    return [*_exact(group, known, reference), *calls, *_own(group, known, frontier)]


def _exact(group: Group, known: Assumptions, reference: Option) -> Iterator[Option]:
    """Exact and learned solvers: each tries every request of the group, and answers a share of them."""
    watts, to_node = known.facts["general.watts_per_core"], known.facts["general.cpu_to_node"]
    for tier in ("symbolic", "learned"):
        evidence = group.tiers.get(tier)
        if evidence is None or not evidence.coverage:
            continue
        cpu = known.facts[f"general.{tier}_cpu_s"]
        tries = 1.0 / evidence.coverage
        joules = Joules(
            tries * cpu.value * watts.value, tries * cpu.low * watts.low, tries * cpu.high * watts.high,
            "cpu_time", "package",
        ).scaled(to_node.value, to_node.low, to_node.high, boundary="node")  # fmt: skip
        usd = tries * cpu.value * known.value("general.core_usd_per_hour") / 3600
        audit = recertify = 0.0
        if tier == "learned":
            audit = known.value("general.audit_share") * (reference.usd or 0.0)
            asked = evidence.sample or known.value("general.recertification_requests")
            recertify = asked * (reference.usd or 0.0)
            if reference.joules is not None:
                share = known.facts["general.audit_share"]
                joules = joules + reference.joules.scaled(share.value, share.low, share.high)
        yield Option(
            tier, tier, evidence.coverage, evidence.accuracy, evidence.how, usd,
            f"{cpu.value:g} s of a core for each of {tries:.3g} tries", joules,
            audit_usd=audit, recertify_usd=recertify,
            why_not=None if evidence.accuracy is not None else "its accuracy is unknown: name --solvers, or grade some",
        )  # fmt: skip


def _calls(group: Group, known: Assumptions, frontier: str) -> Iterator[Option]:
    rows = dict(known.rows["api"])
    if frontier not in rows:
        rows[frontier] = {"tier": "frontier"}
    for name, row in rows.items():
        tier = _tier(row, f"api.{name}")
        if tier == "frontier" and name != frontier:
            continue  # one frontier: the model of today
        accuracy, how = _accuracy(group, tier)
        usd, usd_how, unknown = _call_usd(group, known, name)
        joules = _joules(name, group)
        unknown = unknown or (None if accuracy is not None else _ungraded(tier))
        yield Option(f"api: {name}", tier, 1.0, accuracy, how, usd, usd_how, joules, falls=True, why_not=unknown)


def _call_usd(group: Group, known: Assumptions, name: str) -> tuple[float | None, str, str | None]:
    prices = [known.facts.get(f"api.{name}.{way}_usd_per_mtok") for way in ("input", "output")]
    if prices[0] is None or prices[1] is None:
        listed = (one := known_model(name)) and one.usd_per_mtok
        if not listed:
            return (
                None,
                "unknown",
                f'its price is unknown: state [api."{name}"] input_usd_per_mtok, output_usd_per_mtok',
            )
        price, source = Price(*listed), "known_models.toml"
    else:
        price, source = Price(prices[0].value, prices[1].value), prices[0].source
    usd = price.usd(group.prompt.value, group.reply.value)
    told = f"{group.prompt.value:.0f} tokens in, {group.reply.value:.0f} out at "
    return usd, f"{told}{price.input_usd_per_mtok:g} and {price.output_usd_per_mtok:g} USD a million ({source})", None


def _own(group: Group, known: Assumptions, frontier: str) -> Iterator[Option]:
    """Models on capacity of one's own, on each kind that is large enough."""
    for name, row in known.rows["own"].items():
        tier = _tier(row, f"own.{name}")
        if tier == "frontier" and name != frontier:
            continue
        model = known_model(name)
        if model is None:
            raise UsageError(f'own.{name}: its parameters are unknown: leave it out (own."{name}" = false)')
        accuracy, how = _accuracy(group, tier)
        for kind in row.get("kinds", ()):
            if kind not in known.rows["kind"]:
                continue
            there = known.rows["kind"][kind]
            gigabytes = model.weights.gigabytes()[0]
            if gigabytes > _MEMORY * known.value(f"kind.{kind}.memory_gb"):
                raise UsageError(f"own.{name}: {gigabytes:.0f} GB of weights do not fit a {kind}: leave the kind out")
            joules, node_s, said = _served(model.weights, row, group, known, kind)
            yield Option(
                f"own: {name} on {kind}", tier, 1.0, accuracy, how, 0.0, said, joules, kind=kind, node_s=node_s,
                next_class=there.get("next") is True, why_not=None if accuracy is not None else _ungraded(tier),
            )  # fmt: skip


def _served(
    weights: Weights, row: dict, group: Group, known: Assumptions, kind: str
) -> tuple[Joules | None, float, str]:
    one = machine(known.rows["kind"][kind]["machine"])
    batch = known.value("general.batch")
    work = decode(weights, max(group.reply.value, 1e-6), batch, row.get("dtype", "bf16"))
    told = one.estimate(work)
    if told.seconds is None:
        raise UsageError(f"kind.{kind}: {told.how}")
    node_s = told.seconds.value / known.value(f"kind.{kind}.gpus")
    return told.joules, node_s, f"capacity: {node_s:.3g} s of a node, in batches of {batch:g}"


def _accuracy(group: Group, tier: str) -> tuple[float | None, str]:
    evidence = group.tiers.get(tier)
    if evidence is not None and evidence.accuracy is not None:
        return evidence.accuracy, evidence.how
    return (1.0, _REFERENCE) if tier == "frontier" else (None, "nobody has graded such a model on this group")


def _ungraded(tier: str) -> str:
    return f"its accuracy on this group is unknown: grade some answers, or state [groups.NAME.{tier}] accuracy"


def _joules(model: str, group: Group) -> Joules | None:
    told = RemoteTokens().call(Usage(model, round(group.prompt.value), max(1, round(group.reply.value))))
    if told is None or not group.reply.value:
        return told
    spread = (group.reply.low / group.reply.value, group.reply.high / group.reply.value)
    return told.scaled(1.0, *spread)


def _tier(row: dict, where: str) -> str:
    if row.get("tier") not in ("moe", "frontier"):
        raise UsageError(f"{where}: state its tier: moe or frontier")
    return row["tier"]
