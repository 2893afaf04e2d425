"""Checks a solution of an arithmetic Problem: recomputes every step by independent code.

The steps must be exactly the operations of the ``find`` expression, operands before what uses them, each
with its true result; the answer must be the last result in the form asked for. Irrational results are
accepted when this checker's own, tighter bounds lie within the stated ones.
"""

from __future__ import annotations

from collections.abc import Mapping

from suffice.records import Guarantee, Json, Level, Status, Verdict
from suffice.symbolic.arithmetic.audit.ratios import Unsure, Wrong
from suffice.symbolic.arithmetic.audit.readback import bare
from suffice.symbolic.arithmetic.audit.recount import Recount
from suffice.symbolic.solution import Solution

CHECKED_BY = "suffice.symbolic.arithmetic.check"
_EXTRA_DIGITS = (50, 150, 520)  # beyond those asked for, tried in turn for irrational numbers


def check(body: Mapping[str, Json], solution: Solution) -> Verdict:
    """VALID with a proof, INVALID when something is wrong, UNKNOWN when this checker cannot tell."""
    reason = "not examined"
    try:
        form = body.get("form") or {}
        asked = max(int(bare(form.get(key)) or 0) for key in ("decimals", "sigfigs"))
        for extra in _EXTRA_DIGITS:
            try:
                Recount(body, asked + extra).examine(solution)
                break
            except Unsure as unsure:
                reason = str(unsure)
        else:
            return Verdict(Status.UNKNOWN, checked_by=CHECKED_BY, reason=reason)
    except Wrong as wrong:
        return Verdict(Status.INVALID, checked_by=CHECKED_BY, reason=str(wrong))
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, ArithmeticError, RecursionError) as error:
        return Verdict(
            Status.INVALID, checked_by=CHECKED_BY, reason=f"malformed: {type(error).__name__}: {error}"[:200]
        )
    count = len(solution.steps)
    told = f"all {count} steps" if count > 1 else "the step"
    statement = f"{told} recomputed exactly; units and rounding checked"
    return Verdict(Status.VALID, Guarantee(Level.PROVED, statement, None, "the reading"), CHECKED_BY)
