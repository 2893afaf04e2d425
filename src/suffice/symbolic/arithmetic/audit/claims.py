"""What the steps of a solution state, compared with what is recomputed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from suffice.records import Json
from suffice.symbolic.arithmetic.audit.measures import compound
from suffice.symbolic.arithmetic.audit.numbers import Number, Result, single
from suffice.symbolic.arithmetic.audit.ratios import Unsure, Wrong, below, wrong
from suffice.symbolic.arithmetic.audit.readback import agrees
from suffice.symbolic.arithmetic.audit.values import TAGS, leaf


class Claims:
    """The steps of a solution, met one after another as the walk comes to their operations."""

    def __init__(self, steps: Sequence[Mapping[str, Json]]) -> None:
        self.steps = steps
        self.met = 0

    @property
    def next(self) -> Mapping[str, Json]:
        """The step that the next operation must agree with."""
        return self.steps[self.met] if self.met < len(self.steps) else wrong("a step is missing")

    def meet(self, stated: Json, value: Result) -> Result:
        """Compare the next step with what it should be; the value in the unit that the step uses."""
        step = self.next
        self.met += 1
        if step["expr"] != stated:
            raise Wrong(f"step {self.met} is not the operation that the Problem asks for")
        claim = step["value"]
        if isinstance(value, (bool, str)):
            tag = "bool" if isinstance(value, bool) else "label"
            if claim != [tag, value] or step["shown"] != (value if tag == "label" else "Yes" if value else "No"):
                raise Wrong(f"step {self.met} states {claim[1]}")
            return value
        number = single(value)
        if claim[0] == "between":
            return self._between(step, number)
        unit = claim[2] or "¤" if claim[0] in ("money", "qty") else None
        if not self._true(claim, number, unit):
            raise Wrong(f"step {self.met} states a wrong result")
        number = replace(number, unit=unit)
        if not _shown(step["shown"], number):
            raise Wrong(f"step {self.met} shows another result than it states")
        return number

    def _true(self, claim: Json, number: Number, unit: str | None) -> bool:
        if (claim[0] == "pct") != (number.mark == "pct") or claim[0] not in TAGS or not number.known:
            return False
        if (claim[0] in ("money", "qty")) != bool(number.dimension):
            return False
        stated = leaf(claim)
        if unit is not None and compound(unit)[1] != number.dimension:
            return False
        if (stated.mark == "abs") != (number.mark == "abs") and unit != "K":
            return False
        return stated.low == number.low

    def _between(self, step: Mapping[str, Json], number: Number) -> Number:
        """Bounds are true when this checker's own bounds lie within them."""
        _, one, two = step["value"]
        if one[0] != two[0] or one[2:] != two[2:] or (one[0] == "pct") != (number.mark == "pct"):
            raise Wrong(f"step {self.met} states bounds of two kinds")
        low, high = leaf(one), leaf(two)
        unit = one[2] or "¤" if one[0] in ("money", "qty") else None
        if low.dimension != number.dimension or number.known:
            raise Wrong(f"step {self.met} states bounds of another kind")
        if below(number.high, low.low) or below(high.low, number.low):
            raise Wrong(f"step {self.met} states wrong bounds")
        if below(number.low, low.low) or below(high.low, number.high):
            raise Unsure("the stated bounds are tighter than those recomputed")
        number = replace(number, unit=unit)
        if not str(step["shown"]).startswith("about ") or not _near(str(step["shown"])[6:], number):
            raise Wrong(f"step {self.met} shows another result than it states")
        return number


def _shown(text: str, number: Number) -> bool:
    """True when a step shows its exact result, or says ``about`` and shows it rounded."""
    return agrees(text[6:] if text.startswith("about ") else text, number, {})


def _near(text: str, number: Number) -> bool:
    """True when the shown text of an irrational result is right to its last place."""
    body = text.rstrip("%")
    decimals = len(body.split(" ")[0].split("/")[0].partition(".")[2])
    low = replace(number, high=number.low)
    return agrees(text, low, {"decimals": decimals}) and decimals >= 6
