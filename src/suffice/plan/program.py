"""A linear program with names, whole numbers where wanted, solved by HiGHS. Deterministic: one thread, a fixed seed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from types import ModuleType

from suffice.errors import UsageError

Name = tuple[str | int, ...]
INFINITE = float("inf")
_GAP = 1e-6  # relative, of whole-number programs
_NODES = 20_000  # of the search tree: a limit that does not depend on the machine's speed, unlike seconds
_DIGITS = 12


@dataclass(slots=True)
class Row:
    """low <= sum of weight * column <= high. ``said``: what the row demands, for people, if it can be."""

    weights: dict[int, float]
    low: float
    high: float
    said: str | None = None
    pain: float = 1.0  # of missing it by one, against other rows
    unit: str = ""  # of what it is missed by


@dataclass(frozen=True, slots=True)
class Solved:
    """``values`` of the columns by name. ``gap``: how far the best bound is, relative; 0 where proved."""

    values: Mapping[Name, float]
    usd: float
    gap: float


@dataclass(slots=True)
class Program:
    """Columns are added once, rows may refer to them by name. ``scaled`` ones set the unit of costs."""

    names: list[Name] = field(default_factory=list)
    index: dict[Name, int] = field(default_factory=dict)
    costs: list[float] = field(default_factory=list)
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    scaled: set[int] = field(default_factory=set)  # columns whose costs set the scale

    def column(self, name: Name, cost: float, high: float = INFINITE, *, low: float = 0.0, whole: bool = False) -> None:
        self.index[name] = len(self.names)
        self.names.append(name)
        self.costs.append(cost)
        self.lows.append(low)
        self.highs.append(high)
        self.whole.append(whole)
        if not whole:
            self.scaled.add(self.index[name])

    def row(
        self,
        weights: Iterable[tuple[Name, float]],
        low: float = -INFINITE,
        high: float = INFINITE,
        said: str | None = None,
        pain: float = 1.0,
        unit: str = "",
    ) -> None:
        self.rows.append(Row({self.index[name]: weight for name, weight in weights}, low, high, said, pain, unit))

    def solve(self, *, relaxed: bool = False, gap: float = _GAP) -> Solved | None:
        """The cheapest values, or None where nothing satisfies the rows. ``relaxed``: fractions of whole things too."""
        return _solve(self, relaxed, gap)

    def copy(self) -> Program:
        return Program(
            list(self.names), dict(self.index), list(self.costs), list(self.lows), list(self.highs), list(self.whole),
            [replace(row, weights=dict(row.weights)) for row in self.rows], set(self.scaled),
        )  # fmt: skip


def needed(package: str) -> ModuleType:
    """A package of the extra. Raises UsageError where it is not installed."""
    try:
        return import_module(package)
    except ModuleNotFoundError:
        raise UsageError(f"a plan needs {package}: pip install 'suffice[plan]'") from None


def _solve(program: Program, relaxed: bool, gap: float) -> Solved | None:
    if not program.names:
        return None if any(row.low > 0 or row.high < 0 for row in program.rows) else Solved({}, 0.0, 0.0)
    highspy = needed("highspy")
    solver = highspy.Highs()  # with a dual tolerance of 1e-10, 1.15 called plans optimal that cost five times too much
    for name, value in (
        ("output_flag", False), ("threads", 1), ("random_seed", 0), ("primal_feasibility_tolerance", 1e-9),
        ("dual_feasibility_tolerance", 1e-7), ("mip_feasibility_tolerance", 1e-9), ("mip_rel_gap", gap),
        ("mip_abs_gap", 0.0), ("mip_allow_restart", False), ("mip_max_nodes", _NODES),
    ):  # fmt: skip
        solver.setOptionValue(name, value)
    scale = max((abs(program.costs[column]) for column in program.scaled), default=1.0) or 1.0
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.names), len(program.rows)
    lp.col_cost_ = [_rounded(cost / scale) for cost in program.costs]
    lp.col_lower_, lp.col_upper_ = program.lows, program.highs
    lp.row_lower_, lp.row_upper_ = [row.low for row in program.rows], [row.high for row in program.rows]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    starts, columns, weights = [0], [], []
    for row in program.rows:
        columns += row.weights.keys()
        weights += row.weights.values()
        starts.append(len(columns))
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = starts, columns, weights
    if not relaxed and any(program.whole):
        kinds = highspy.HighsVarType
        lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in program.whole]
    solver.passModel(lp)
    solver.run()
    status, statuses = solver.getModelStatus(), highspy.HighsModelStatus
    if status in (statuses.kInfeasible, statuses.kUnboundedOrInfeasible):
        return None
    info = solver.getInfo()
    found = list(solver.getSolution().col_value)
    if status not in (statuses.kOptimal, statuses.kSolutionLimit, statuses.kIterationLimit) or not found:
        raise UsageError(
            f"the plan could not be solved ({solver.modelStatusToString(status)}): plan fewer groups or years, "
            "or look for a figure that is out of all proportion"
        )
    values = {name: max(found[at], 0.0) for at, name in enumerate(program.names)}
    usd = sum(cost * values[name] for name, cost in zip(program.names, program.costs, strict=True))
    left = 0.0 if relaxed or not any(program.whole) else max(0.0, float(info.mip_gap))
    return Solved(values, usd, left)


def _rounded(cost: float) -> float:
    """To twelve digits, so that costs in another currency are the same costs to the solver."""
    return float(f"{cost:.{_DIGITS}g}")
