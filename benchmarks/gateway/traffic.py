"""The requests that are sent: bodies of a benchmark's rows, made from a seed, each on a line of a file."""

from __future__ import annotations

import json
import random
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from template_golds import GOLDS, fill  # beside us: the templates' own benchmark

from gateway.stacks import TEMPLATES

_OPEN = (
    "Write two lines about {}.", "What do people like about {}?", "Explain {} to a child.", "Is {} overrated?",
)  # fmt: skip
_THEMES = "foxes rivers chess bread trains autumn violins maps bees lighthouses".split()
_MONTHS = "January February March April May June July August September October November December".split()
_EVERYDAY = (
    lambda r: f"The jacket was ${r.randint(20, 900)}, now it's {r.randint(5, 80)}% off. What do I pay?",
    lambda r: f"What is {r.randint(2, 97)}% of {r.randint(10, 9999)}?",
    lambda r: f"How much is a {r.randint(10, 25)}% tip on ${r.randint(10, 400)}.{r.randint(10, 99)}?",
    lambda r: f"What's {r.randint(100, 9999)} times {r.randint(11, 99)}?",
    lambda r: (
        f"How many business days are there from {r.randint(1, 14)} {(m := r.choice(_MONTHS))} "
        f"{(y := r.randint(2025, 2060))} to {r.randint(15, 28)} {m} {y}, counting both and ignoring holidays?"
    ),
    lambda r: f"What date is {r.randint(2, 300)} days after {r.randint(1, 28)} May 20{r.randint(10, 60)}?",
    lambda r: (
        f"What time is it in Tokyo when it's {r.randint(5, 11)}:{r.randint(10, 59)} am in Berlin on "
        f"{r.randint(1, 28)} March 20{r.randint(25, 30)}?"
    ),
    lambda r: f"What day of the week is {r.randint(1, 28)} June 20{r.randint(10, 60)}?",
)


def chat(model: str, content: str, stream: bool = False) -> str:
    body = {"model": model, "messages": [{"role": "user", "content": content}]}
    return json.dumps(body | ({"stream": True} if stream else {}), separators=(",", ":"))


def talk(model: str, count: int, seed: int, pace_us: int | None = None) -> Iterator[str]:
    """Open questions, for a model; with ``pace_us``, streamed with that long between events."""
    chance = random.Random(seed)
    for number in range(count):
        text = chance.choice(_OPEN).format(chance.choice(_THEMES)) + f" Please keep it short. ({number})"
        yield chat(model, text if pace_us is None else f"{text} pace={pace_us}", pace_us is not None)


def everyday(count: int, seed: int) -> Iterator[str]:
    """Everyday questions in eight wordings, with figures that hardly ever come twice."""
    chance = random.Random(seed)
    return (chat("auto:proved", chance.choice(_EVERYDAY)(chance)) for _ in range(count))


def template_requests(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Requests of the ten example templates with varied slots, and the right reply, computed without suffice."""
    chance = random.Random(seed)
    sources = {t["name"]: t for f in sorted(TEMPLATES.glob("*.toml")) for t in tomllib.loads(f.read_text())["template"]}
    names = sorted(sources)
    for number in range(count):
        name = chance.choice(names)
        task, gold = fill(sources[name], GOLDS[name](chance), str(number))
        messages = [{"role": message.role, "content": message.content} for message in task.messages]
        yield json.dumps({"model": "auto:proved", "messages": messages}, separators=(",", ":")), gold[1]


def write(path: Path, bodies: Iterator[str]) -> Path:
    path.write_text("".join(body + "\n" for body in bodies), encoding="utf-8")
    return path
