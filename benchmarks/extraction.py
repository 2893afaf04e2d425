"""Extraction of English dates, numbers and amounts, against the test specifications of Recognizers-Text.

    python benchmarks/extraction.py --data /path/to/data [--show wrong|missed] [--json]

The specifications (MIT, microsoft/Recognizers-Text) are read from ``DATA/symbolic/recognizers/Specs``; of each file the
cases that its Python package supports (``NotSupported`` does not name python). A case is one text with everything that
is to be found in it. It is

- **exact** if the spans that came back are exactly those of the specification;
- **wrong** if anything came back that is not in it: another place, another kind or another value;
- **missed** otherwise: nothing false came back, and not all.

Spans are compared by what follows (their ``End`` is inclusive, ours is not); spans of other kinds do not count:

- dates: start, end, kind (daterange, timerange and datetimerange are all ``range``) and TIMEX, of all readings;
- numbers and percentages: start, end, value;
- currency: start, end, value, and the ISO code where the specification gives one (also for dollar, pound, euro);
- dimension, temperature: start, end, value.

``values`` counts the exact cases whose resolved values agree too (dates only).
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from suffice import __version__
from suffice.symbolic.extraction.spans import Span, extract

_KINDS = {"daterange": "range", "timerange": "range", "datetimerange": "range"}
_DATED = frozenset(("date", "time", "datetime", "range", "duration", "set"))
_ISO = {"Dollar": "USD", "Pound": "GBP", "Euro": "EUR"}
_COINS = frozenset(("Cent", "Pence", "Penny"))
_ANY_DAY = "2016-11-07T00:00:00"  # for cases that give no reference time


@dataclass
class Row:
    """What one file came to."""

    file: str
    cases: int = 0
    exact: int = 0
    wrong: int = 0
    missed: int = 0
    values: int | None = None
    ms_per_case: float = 0.0


def _dates(span: Span) -> Any:
    if span.kind not in _DATED:
        return None
    return span.start, span.end, span.kind, frozenset(v["timex"] for v in span.values)


def _gold_dates(result: Any) -> Any:
    kind = result["TypeName"].removeprefix("datetimeV2.")
    timexes = frozenset(v.get("timex") for v in result["Resolution"]["values"])
    return result["Start"], result["End"] + 1, _KINDS.get(kind, kind), timexes


def _valued(*kinds: str) -> Callable[[Span], Any]:
    def key(span: Span) -> Any:
        if span.kind not in kinds or span.value is None:
            return None
        return span.start, span.end, round(float(Fraction(span.value)), 9)

    return key


def _gold_value(result: Any) -> Any:
    text = result["Resolution"]["value"]
    value = None if text is None else round(float(text.rstrip("%")), 9)
    return result["Start"], result["End"] + 1, value


def _money(span: Span) -> Any:
    if span.kind != "money" or span.value is None:
        return None
    return span.start, span.end, round(float(Fraction(span.value)), 9), span.unit or "?"


def _gold_money(result: Any) -> Any:
    start, end, value = _gold_value(result)
    unit = result["Resolution"]["unit"]
    if value is not None and unit in _COINS:
        value = round(value / 100, 9)
    return start, end, value, result["Resolution"].get("isoCurrency") or _ISO.get(unit, "?")


_FILES = (
    ("DateTime/English/DateTimeModel", _dates, _gold_dates),
    ("Number/English/NumberModel", _valued("number"), _gold_value),
    ("Number/English/PercentModel", _valued("percentage"), _gold_value),
    ("NumberWithUnit/English/CurrencyModel", _money, _gold_money),
    ("NumberWithUnit/English/DimensionModel", _valued("quantity"), _gold_value),
    ("NumberWithUnit/English/TemperatureModel", _valued("quantity"), _gold_value),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds symbolic/recognizers")
    parser.add_argument("--show", choices=("wrong", "missed"), help="print those cases")
    parser.add_argument("--only", default="DateTime/", metavar="PART", help="of which files --show prints (DateTime/)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()

    folder = options.data / "symbolic" / "recognizers" / "Specs"
    if not folder.is_dir():
        print(f"{folder} is no folder: name the folder that holds symbolic/recognizers", file=sys.stderr)
        return 2
    rows = [_row(folder, *file, show=options.show if options.only in file[0] else None) for file in _FILES]
    machine = {"python": platform.python_version(), "machine": platform.machine(), "suffice": __version__}
    if options.json:
        print(json.dumps({**machine, "command": sys.argv, "rows": [asdict(row) for row in rows]}, indent=1))
        return 0
    print(f"suffice {__version__}, Python {machine['python']}, {machine['machine']}; {' '.join(sys.argv)}")
    print(f"{'file':42} {'cases':>6} {'exact':>14} {'values':>7} {'wrong':>13} {'missed':>7} {'ms/case':>8}")
    for row in rows:
        share, wrong = (f"{n} ({100 * n / row.cases:.1f} %)" for n in (row.exact, row.wrong))
        values = "" if row.values is None else str(row.values)
        print(f"{row.file:42} {row.cases:6} {share:>14} {values:>7} {wrong:>13} {row.missed:7} {row.ms_per_case:8.2f}")
    return 0


def _row(folder: Path, file: str, key: Any, gold_key: Any, show: str | None) -> Row:
    cases = json.loads((folder / f"{file}.json").read_text(encoding="utf-8-sig"))
    row = Row(file, values=0 if key is _dates else None)
    extract("May 1", now=_ANY_DAY)  # loading the grammar is not part of a case
    started = time.thread_time()
    for case in cases:
        if "python" in case.get("NotSupported", "").lower():
            continue
        row.cases += 1
        now = (case.get("Context", {}).get("ReferenceDateTime") or _ANY_DAY)[:26]
        spans = [span for span in extract(case["Input"], now=now) if key(span) is not None]
        found, gold = [key(span) for span in spans], [gold_key(result) for result in case["Results"]]
        if key is _money:
            gold = [_lenient(one, found) for one in gold]
        outcome = "exact" if sorted(map(repr, found)) == sorted(map(repr, gold)) else "missed"
        if any(one not in gold for one in found):
            outcome = "wrong"
        setattr(row, outcome, getattr(row, outcome) + 1)
        if outcome == "exact" and row.values is not None:
            row.values += all(map(_same_values, spans, case["Results"]))
        if outcome == show:
            print(f"{outcome}: {case['Input']!r} at {now}")
            print("   not found:", [(case["Input"][g[0] : g[1]], g) for g in gold if g not in found])
            print("   too much: ", [(case["Input"][f[0] : f[1]], f) for f in found if f not in gold])
    row.ms_per_case = 1e3 * (time.thread_time() - started) / max(row.cases, 1)
    return row


def _lenient(gold: Any, found: list[Any]) -> Any:
    """Where the specification gives no ISO code, none is asked for."""
    if gold[3] != "?":
        return gold
    return next((one for one in found if one[:3] == gold[:3]), gold)


def _same_values(span: Span, result: Any) -> bool:
    """Values, starts and ends as the specification writes them: with a space between day and time."""
    names = ("value", "start", "end")
    ours = {tuple(v.get(name, "").replace("T", " ") for name in names) for v in span.values}
    gold = {
        tuple("" if v.get(name) in (None, "not resolved") else v[name] for name in names)
        for v in result["Resolution"]["values"]
    }
    return ours == gold


if __name__ == "__main__":
    sys.exit(main())
