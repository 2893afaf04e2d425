"""How often a program made from the first examples of a task gives all further rows.

    python benchmarks/synthesis.py --data DIR [--examples 3] [--seconds 5] [--confidence 0.7] [--failures] [--out FILE]

DIR holds tasks of the Transformation.Text kind (``*/spec.json``: {"Examples": [{"Input": [texts], "Output": text}]},
beside it ``meta.json`` with "Features"), such as microsoft/prose-benchmarks. Tasks without further rows do not count.
A null input is an absent slot; a null output is the empty text. Only the examples are shown to the learner: neither the
outputs nor the inputs of the held-out rows. A row is right if the guess is the output exactly; a task is right if all
its held-out rows are. ``abstains``: no program fits, or some row gets no guess or one below the confidence.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from suffice import __version__
from suffice.learn.kinds.program import ProgramLearner
from suffice.learn.learner import Example, Unfit

SEED = 0


@dataclass(frozen=True)
class Row:
    right: bool
    confidence: float | None


@dataclass(frozen=True)
class Outcome:
    task: str
    features: list[str]
    fitted: bool
    rows: list[Row]
    cpu_s: float
    program: str

    def verdict(self, least: float) -> str:
        """``right``, ``wrong`` (some answered row is) or ``abstains``, answering only from that confidence on."""
        answered = [row for row in self.rows if row.confidence is not None and row.confidence >= least]
        if any(not row.right for row in answered):
            return "wrong"
        return "right" if len(answered) == len(self.rows) else "abstains"


def fields_of(texts: list[str | None]) -> dict[str, str]:
    return {f"column {place}": text for place, text in enumerate(texts, 1) if text is not None}


def run(folder: Path, shown: int, seconds: float) -> Outcome | None:
    spec = json.loads((folder / "spec.json").read_text(encoding="utf-8"))
    meta = folder / "meta.json"
    features = json.loads(meta.read_text(encoding="utf-8")).get("Features", []) if meta.is_file() else []
    rows = [Example(fields_of(row["Input"]), row["Output"] or "") for row in spec["Examples"]]
    if len(rows) <= shown:
        return None
    begun = time.process_time()
    fitted = ProgramLearner().fit(rows[:shown], "text", seed=SEED, seconds=seconds)
    cpu_s = time.process_time() - begun
    if isinstance(fitted, Unfit):
        return Outcome(folder.name, features, False, [Row(False, None)] * (len(rows) - shown), cpu_s, fitted.reason)
    guesses = fitted.guesses([row.fields for row in rows[shown:]])
    held = [
        Row(guess is not None and guess.value == row.value, None if guess is None else guess.confidence)
        for row, guess in zip(rows[shown:], guesses, strict=True)
    ]
    return Outcome(folder.name, features, True, held, cpu_s, str(fitted.candidates[0].program.says()))


def line(name: str, outcomes: list[Outcome], least: float) -> str:
    count = len(outcomes)
    counts = []
    for bar in (0.0, least):
        verdicts = [outcome.verdict(bar) for outcome in outcomes]
        counts += [sum(v == kind for v in verdicts) / count for kind in ("right", "wrong", "abstains")]
    return f"{name:<18}{count:>6}  " + "".join(f"{share:>9.1%}" for share in counts)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--examples", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5.0, help="CPU limit of one synthesis")
    parser.add_argument("--confidence", type=float, default=0.7, help="for the second half of the table")
    parser.add_argument("--failures", action="store_true", help="name the tasks that are not right")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    folders = sorted(path.parent for path in options.data.rglob("spec.json"))
    outcomes = [one for one in (run(f, options.examples, options.seconds) for f in folders) if one is not None]
    if not outcomes:
        print(f"no task with more than {options.examples} rows below {options.data}", file=sys.stderr)
        return 2
    by_feature = defaultdict(list)
    for outcome in outcomes:
        for feature in outcome.features:
            by_feature[feature].append(outcome)
    print(
        f"Tasks with more than {options.examples} rows, made from the first {options.examples}; held-out rows all right"
    )
    print(f"{'':<26}{'whatever the confidence':^27}{f'confidence {options.confidence:g} or more':^27}")
    print(f"{'feature':<18}{'tasks':>6}  " + f"{'right':>9}{'wrong':>9}{'abstains':>9}" * 2)
    for feature in sorted(by_feature):
        print(line(feature, by_feature[feature], options.confidence))
    print(line("all", outcomes, options.confidence))
    rows = [row for outcome in outcomes for row in outcome.rows]
    print(f"\nRows: {len(rows)}")
    for bar in (0.0, 0.3, 0.5, 0.6, 0.7, 0.74):
        answered = [row for row in rows if row.confidence is not None and row.confidence >= bar]
        right = sum(row.right for row in answered)
        share, precision = len(answered) / len(rows), right / max(1, len(answered))
        print(f"  confidence >= {bar:<5g} answered {share:6.1%}, of these right {precision:6.1%}")
    times = sorted(outcome.cpu_s for outcome in outcomes)
    at = int(0.95 * (len(times) - 1))
    print(f"CPU of one synthesis: median {median(times):.3f} s, 95% within {times[at]:.3f} s, most {times[-1]:.3f} s")
    print(f"suffice {__version__}, Python {platform.python_version()}, {platform.machine()}, seed {SEED}")
    if options.failures:
        for outcome in outcomes:
            if (verdict := outcome.verdict(0.0)) != "right":
                print(f"  {verdict:<9}{outcome.task:<24}{outcome.cpu_s:6.2f} s  {outcome.program[:150]}")
    if options.out:
        options.out.write_text("".join(json.dumps(asdict(outcome)) + "\n" for outcome in outcomes), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
