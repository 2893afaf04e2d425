"""How long and how much memory ``suffice profile`` takes for 10,000, 100,000 and 1,000,000 requests of its own making.

    python benchmarks/profile_scale.py [--rows 10000 100000 1000000] [--folder DIR]

Six prompts (four templates, two system prompts with plain texts after them), a fifth of the rows with tokens, users and
times; made with a fixed seed. Prints one JSON row for each size: seconds (wall and CPU), peak memory of the process,
groups found. Every size runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_LABELS = ["refund", "delivery", "invoice", "complaint", "cancellation", "praise", "question", "other"]
_WORDS = """order parcel late broken invoice money back where when please thanks wrong size colour account password
card payment double charged twice never arrived address change cancel subscription love great service slow reply help
urgent delivery driver box damaged return label voucher code expired price store phone call""".split()
_CLAUSE = "the party agreement shall notice term law state tax payment assign consent waive duty month year".split()


def row(number: int, rnd: random.Random) -> dict:
    """One logged request."""
    kind = number % 6
    words = " ".join(rnd.choices(_WORDS, k=rnd.randrange(8, 60)))
    if kind == 0:
        options = "\n".join(f"- {label}" for label in _LABELS)
        told = "Sort this message of a customer into one of the following options:"
        text = f"{told}\n{options}\n\nMessage: {words}\nOption:"
        answer = rnd.choice(_LABELS)
    elif kind == 1:
        amount, days = rnd.randrange(100, 90000), rnd.randrange(1, 400)
        text = f"Invoice of {amount / 100:.2f} EUR, {days} days late. At 9% a year, what is the interest? Amount only."
        answer = f"{amount * days * 9 / 36500 / 100:.2f} EUR"
    elif kind == 2:
        name, city = rnd.choice(_WORDS).title() + str(rnd.randrange(10**6)), rnd.choice(["Rome", "Oslo", "Bonn"])
        text = f"Extract name and city as JSON from the text below.\n\nText: {words} {name} lives in {city}."
        answer = json.dumps({"name": name, "city": city})
    elif kind == 3:
        clause = " ".join(rnd.choices(_CLAUSE, k=rnd.randrange(40, 200)))
        text = f'Given the following clause of a contract:\n"{clause}"\nIs it about payment? Answer Yes or No:'
        answer = rnd.choice(["Yes", "No", "yes.", "No."])
    else:
        text, answer = words, rnd.choice(_LABELS) if kind == 4 else " ".join(rnd.choices(_WORDS, k=30))
    messages = [{"role": "user", "content": text}]
    if kind > 3:
        told = "You sort messages of customers into eight classes." if kind == 4 else "You answer customers politely."
        messages = [{"role": "system", "content": told}, *messages]
    logged = {"id": f"r{number}", "messages": messages, "answer": answer, "model": "openai/gpt-oss-120b"}
    if number % 5 == 0:
        logged |= {
            "user": f"u{rnd.randrange(5000)}",
            "time": 1.78e9 + number,
            "usage": {"prompt_tokens": len(text) // 4},
        }
    return logged


def make(path: Path, rows: int) -> None:
    rnd = random.Random(7)
    with path.open("w", encoding="utf-8") as file:
        for number in range(rows):
            file.write(json.dumps(row(number, rnd)) + "\n")


def measure(path: Path) -> None:
    """Profile ``path`` in this process and print one row."""
    from suffice import __version__
    from suffice.hardware.pricing import TokenPricer
    from suffice.learn.groups import find
    from suffice.learn.logs import Logs
    from suffice.learn.profile import profile

    wall, cpu = time.perf_counter(), time.process_time()
    findings = find(Logs([path], b"salt"))
    made = profile(findings, TokenPricer())
    result = {
        "rows": findings.rows,
        "file_mb": round(path.stat().st_size / 1e6, 1),
        "wall_s": round(time.perf_counter() - wall, 1),
        "cpu_s": round(time.process_time() - cpu, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "groups": [[group["rows"], group["looks"], len(group["outputs"])] for group in made["groups"]],
        "version": __version__,
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "seed": 7,
    }
    print(json.dumps(result), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--folder", type=Path, default=None, help="where the logs are made (a temporary folder)")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        measure(chosen.measure)
        return
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        for rows in chosen.rows:
            path = Path(folder) / f"{rows}.jsonl"
            make(path, rows)
            subprocess.run([sys.executable, __file__, "--measure", str(path)], check=True)
            path.unlink()


if __name__ == "__main__":
    main()
