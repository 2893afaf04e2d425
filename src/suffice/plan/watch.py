"""What changed since the last plan, and whether the plan is another one now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from suffice.errors import UsageError
from suffice.plan.made import VERSION
from suffice.records import Json

_MOVED = 0.05  # of the requests of a group that go elsewhere, before it counts as another plan


def read_plan(path: Path) -> Json:
    """The plan that an earlier call wrote: a folder, or its plan.json. Raises UsageError."""
    path = path / "plan.json" if path.is_dir() else path
    try:
        made = json.loads(path.read_text(encoding="utf-8"))
        if made["version"] != VERSION:
            raise ValueError(f"version {made['version']}, this suffice writes {VERSION}")
        assert {"groups", "assumptions", "nodes", "workload", "usd"} <= made.keys()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}): name the folder of the last plan") from None
    except (ValueError, KeyError, TypeError, AssertionError) as error:
        raise UsageError(f"{path} is no plan of this suffice ({error}): name the plan.json of the last plan") from None
    return made


def changes(before: Json, now: Json) -> Json:
    """``changed``: inputs that differ; ``flips``: what the plan does otherwise; both in words, with figures.

    Raises UsageError where the last plan is not whole.
    """
    try:
        return _changes(before, now)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise UsageError(
            f"the last plan is not as this suffice writes it ({error!r}): restore its plan.json, or leave --watch out"
        ) from None


def _changes(before: Json, now: Json) -> Json:
    changed = [*_figures(before, now), *_workload(before, now)]
    flips = [*_groups(before, now), *_nodes(before, now)]
    return {
        "before": before["dated"],
        "now": now["dated"],
        "changed": changed,
        "flips": flips,
        "usd": [before["usd"], now["usd"]],
    }


def _figures(before: Json, now: Json) -> list[str]:
    said = []
    old: dict[str, Json] = before["assumptions"]["figures"]
    new: dict[str, Json] = now["assumptions"]["figures"]
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            said.append(f"{name}: is gone, was {old[name]['value']:g}")
        elif name not in old:
            said.append(f"{name}: is new, {new[name]['value']:g} {new[name]['unit']} ({new[name]['source']})")
        else:
            ends = [key for key in ("value", "low", "high") if old[name][key] != new[name][key]]
            if ends:
                told = ", ".join(f"{key} {old[name][key]:g} -> {new[name][key]:g}" for key in ends)
                said.append(f"{name}: {told} {new[name]['unit']} ({new[name]['source']})")
    was: dict[str, Json] = before["assumptions"]["other"]
    then: dict[str, Json] = now["assumptions"]["other"]
    for name in sorted(was.keys() | then.keys()):
        if was.get(name) != then.get(name):
            said.append(f"{name}: {was.get(name)!r} -> {then.get(name)!r}")
    if before["grid_g_per_kwh"]["value"] != now["grid_g_per_kwh"]["value"]:
        said.append(f"grid: {before['grid_g_per_kwh']['value']:g} -> {now['grid_g_per_kwh']['value']:g} g/kWh")
    if before["frontier"] != now["frontier"]:
        said.append(f"frontier: {before['frontier']} -> {now['frontier']}")
    return said


def _workload(before: Json, now: Json) -> list[str]:
    said = []
    old, new = ({row["name"]: row for row in made["workload"]["groups"]} for made in (before, now))
    for name in [*new, *(old.keys() - new.keys())]:
        title = (new.get(name) or old[name])["title"]
        if name not in new:
            said.append(f"group {title}: is gone")
        elif name not in old:
            said.append(f"group {title}: is new, {new[name]['requests_per_month']:.4g} requests a month")
        else:
            if abs(new[name]["requests_per_month"] / max(old[name]["requests_per_month"], 1e-9) - 1) > 0.01:
                pair = old[name]["requests_per_month"], new[name]["requests_per_month"]
                said.append(f"group {title}: {pair[0]:.4g} -> {pair[1]:.4g} requests a month")
            for key, said_of in (("prompt_tokens", "tokens in"), ("reply_tokens", "tokens out")):
                pair = old[name][key]["value"], new[name][key]["value"]
                if abs(pair[1] - pair[0]) > 0.01 * pair[0]:
                    said.append(f"group {title}: {pair[0]:.4g} -> {pair[1]:.4g} {said_of}")
            for key in ("target", "joint"):
                pair = old[name][key], new[name][key]
                if pair[0] != pair[1]:
                    said.append(f"group {title}, {key}: {pair[0]} -> {pair[1]}")
            for tier in sorted(old[name]["evidence"].keys() | new[name]["evidence"].keys()):
                pair = old[name]["evidence"].get(tier), new[name]["evidence"].get(tier)
                if _evidence(pair[0]) != _evidence(pair[1]):
                    said.append(f"group {title}, {tier}: {_evidence(pair[0])} -> {_evidence(pair[1])}")
    return said


def _evidence(row: Json) -> str:
    if row is None:
        return "nothing known"
    accuracy = "unknown accuracy" if row["accuracy"] is None else f"accuracy {row['accuracy']:.4g}"
    return f"covers {row['coverage']:.4g}, {accuracy}"


def _groups(before: Json, now: Json) -> list[str]:
    said = []
    old = {row["name"]: row for row in before["groups"]}
    for row in now["groups"]:
        if row["name"] not in old:
            continue
        for when in ("first_year", "last_year")[: max(before["years"], now["years"])]:
            was, then = old[row["name"]][when]["options"], row[when]["options"]
            moved = sum(max(0.0, then.get(name, 0.0) - was.get(name, 0.0)) for name in then)
            if moved > _MOVED:
                words = when.replace("_", " ")
                said.append(f"{row['title']}, {words}: {_shares(was)} -> {_shares(then)}")
    return said


def _shares(options: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {share:.0%}" for name, share in sorted(options.items(), key=lambda one: -one[1]))


def _nodes(before: Json, now: Json) -> list[str]:
    old, new = (
        {(row["kind"], row["way"], row["year"]): row["count"] for row in made["nodes"] if row["now"]}
        for made in (before, now)
    )
    return [
        f"{kind} {way} in year {year}: {old.get((kind, way, year), 0)} -> {new.get((kind, way, year), 0)} nodes"
        for kind, way, year in sorted(old.keys() | new.keys())
        if old.get((kind, way, year), 0) != new.get((kind, way, year), 0)
    ]
