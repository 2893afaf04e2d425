"""Which demands cannot be met together, and by how much: each may be missed, and as little as possible is missed."""

from __future__ import annotations

from suffice.plan.program import Program

_SEEN = 1e-7


def missed(program: Program) -> list[tuple[str, float, str]]:
    """The demands that the least violation misses, the most that each is missed by, and the unit of that.

    Limits give way first, then accuracies, then answers. Empty where the program can be solved.
    """
    loose = program.copy()
    loose.costs = [0.0] * len(loose.costs)
    slacks: list[tuple[tuple[str, int], str, str]] = []
    for number, row in enumerate(loose.rows):
        if row.said is None:
            continue
        for sign, bounded in ((1.0, row.low > float("-inf")), (-1.0, row.high < float("inf"))):
            if bounded:
                name = ("missed", number if sign > 0 else -number - 1)
                loose.column(name, row.pain)
                row.weights[loose.index[name]] = sign
                slacks.append((name, row.said, row.unit))
    solved = loose.solve(relaxed=True)
    if solved is None:
        return [("limits on nodes that no amount of money lifts", float("nan"), "")]
    worst: dict[tuple[str, str], float] = {}
    for name, said, unit in slacks:
        if solved.values[name] > _SEEN:
            worst[said, unit] = max(worst.get((said, unit), 0.0), solved.values[name])
    return [(said, amount, unit) for (said, unit), amount in sorted(worst.items(), key=lambda item: -item[1])]
