"""python -m benchmarks.learning validity|banking|ledgar|spans|shift|alarms|stream --data DIR [--json]

One benchmark, or several names, or ``all``: each prints a table, or its rows as JSON, with what made them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from importlib import import_module
from pathlib import Path

NAMES = ("validity", "banking", "ledgar", "spans", "shift", "alarms", "stream")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learning", description=__doc__)
    parser.add_argument("names", nargs="+", choices=(*NAMES, "all"))
    parser.add_argument("--data", type=Path, required=True, help="Folder with the development data.")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    for name in NAMES if "all" in args.names else args.names:
        started = time.process_time()
        rows = import_module(f"benchmarks.learning.{name}").rows(args.data / "distil", args.seed)
        if args.json:
            made = {"benchmark": name, "seed": args.seed, "python": platform.python_version(), "machine": _machine()}
            print(json.dumps(made | {"cpu_s": time.process_time() - started, "rows": rows}))
        else:
            print(f"\n{name} (seed {args.seed}, {time.process_time() - started:.0f} CPU s)")
            _print(rows)
    return 0


def _print(rows: list[dict]) -> None:
    heads = list(dict.fromkeys(key for row in rows for key in row))
    cells = [heads, *([_cell(row.get(head)) for head in heads] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    for row in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _cell(value: object) -> str:
    return "-" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)


def _machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} CPUs"


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # CPU time per core is what is told
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(main())
