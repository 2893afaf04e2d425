"""The plan in words and cells, the same on the screen and on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from suffice.records import Json


def dollars(value: float | None) -> str:
    if value is None:
        return "$?"
    if abs(value) < 1e-9:
        return "$0"
    return f"${value:,.0f}" if abs(value) >= 1000 else f"${value:.3g}"


def figure(value: Json, digits: int = 3) -> str:
    """A number, or one with its range; '?' of None."""
    if value is None:
        return "?"
    if isinstance(value, Mapping):
        low, high = value["low"], value["high"]
        spread = "" if low == high else f" ({figure(low, 2)} to {figure(high, 2)})"
        return f"{figure(value['value'], digits)}{spread}"
    return f"{value:,.0f}" if abs(value) >= 10**digits else f"{value:.{digits}g}"


def shares(options: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {share:.1%}" for name, share in sorted(options.items(), key=lambda one: -one[1]))


def cells(group: Json) -> tuple[str, ...]:
    """A group's first year, by the month."""
    year = group["first_year"]
    accuracy = f"{year['accuracy']:.1%}, asked {group['target']:.4g}"
    return (
        group["title"], figure(year["requests"]), shares(year["options"]), accuracy, dollars(year["usd"]),
        figure(year["kwh"]), figure(year["kg_co2e"]),
    )  # fmt: skip


def lines(found: Json) -> Iterator[str]:
    """What the table does not say."""
    instead, share = found["all_to_frontier"]["usd"], found["frontier_share"]
    part = (
        f", {found['usd'] / instead:.1%} of {dollars(instead)} for everything to {found['frontier']}" if instead else ""
    )
    yield (
        f"{found['years']} years cost {dollars(found['usd'])} in the mean of {len(found['scenarios'])} "
        f"scenarios{part}; "
        f"the dearest quarter of them {dollars(found['cvar_usd'])} (seed {found['seed']}, facts of {found['dated']})"
    )
    known, hoped = (None if share[key] is None else f"{share[key]:.1%}" for key in ("known", "hoped"))
    yield (
        f"truly needs a frontier model: {known} of the requests by what is known"
        + (f", {hoped} if models that nobody graded are as right as it" if hoped != known else "")
        + f"; the cheapest plan sends it {share['planned']:.1%}"
    )
    yield from _capacity(found)
    told = found["waiting"]
    later, held = told["value_of_deciding_later_usd"], f"all of it back until year {told['information_year'] + 1}"
    yield "; ".join(
        (
            "deciding all capacity now would not meet all demands"
            if later is None
            else f"deciding capacity year by year instead of now is worth {dollars(later)}",
            f"holding {held} would not meet all demands"
            if told["cost_of_waiting_usd"] is None
            else f"holding {held} costs {dollars(told['cost_of_waiting_usd'])}",
            f"no forecast is worth more than {dollars(told['value_of_perfect_information_usd'])}",
        )
    )
    yield from _robust(found["robust"])
    yield from _hedge(found["hedge"])
    for row in found["worth_knowing"][:3]:
        if (row["saves_usd_per_month"] or 0.0) > 0:
            yield (
                f"worth knowing: a model as right as the reference would save {dollars(row['saves_usd_per_month'])} "
                f"a month in '{row['title']}'; {row['graded']} graded answers without an error show it"
            )
    if "watch" in found:
        yield from watched(found["watch"])


def _capacity(found: Json) -> Iterator[str]:
    yield f"capacity to decide now: {nodes([row for row in found['nodes'] if row['now']]) or 'none'}"
    if later := nodes([row for row in found["nodes"] if not row["now"]]):
        yield f"capacity later, if all comes as expected: {later}"
    for line in found["idle_kinds"]:
        yield f"does not pay: {line}"
    if found["gap"] > 1e-5:
        yield f"the search was cut short: a plan may be {found['gap']:.2%} cheaper"


def _robust(rows: Sequence[Json]) -> Iterator[str]:
    for row in rows[1:]:
        same = "the same nodes" if row["now"] == rows[0]["now"] else nodes(row["now"]) or "no nodes"
        yield (
            f"{row['aim']}: {same} now, {dollars(row['usd'])} in the mean, {dollars(row['cvar_usd'])} in the dearest "
            f"scenarios, regret at most {dollars(row['regret_most_usd'])} "
            f"(the plan: {dollars(rows[0]['regret_most_usd'])})"
        )


def nodes(rows: Sequence[Json]) -> str:
    return "; ".join(
        f"{row['count']} x {row.get('title', row['kind'])}, {row['way']} in year {row['year']}" for row in rows
    )


def _hedge(hedge: Json) -> Iterator[str]:
    rows = {row["scaling_share"]: row for row in hedge["rows"]}
    if 0.6 not in rows:
        return
    mixed, free = rows[0.6], rows[None]
    forced = "no node pays, so any is a loss: " if hedge["forced"] else ""
    yield (
        f"{forced}{dollars(hedge['invested_usd'])} split 60/40 between capacity for growing and for small models costs "
        f"{dollars(mixed['usd'])} in the mean ({dollars(mixed['usd'] - free['usd'])} more than the plan), "
        f"regret at most {dollars(mixed['regret_most_usd'])} ({dollars(free['regret_most_usd'])})"
    )


def watched(watch: Json) -> Iterator[str]:
    before, now = watch["usd"]
    changed = f"{len(watch['changed'])} inputs changed"
    yield f"since the plan of {watch['before']}: {changed}, {dollars(before)} -> {dollars(now)}"
    for line in watch["changed"]:
        yield f"changed: {line}"
    yield f"the plan flips, decisions that differ: {len(watch['flips'])}" if watch["flips"] else "the plan stands"
    for line in watch["flips"]:
        yield f"now: {line}"
