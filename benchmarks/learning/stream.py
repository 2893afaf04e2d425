"""The joules of a whole stream: banking77 served by what was learned, GPT-4 for the rest.

Half of the test items with their gold labels are the log, next to the train items; the other half is the stream,
answered through ``suffice run`` with GPT-4 as a replayed model; 2 % of what is served is audited. What GPT-4 takes is
not known: its answers are priced as those of DeepSeek-V3.1, whose energy per token was measured, with as many tokens as
a quarter of the characters of request and answer (its few-shot prompt, which nobody knows, would come on top). Learning
is counted whole, over this short stream. All of it to the model is taken to cost what the requests it answered did.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.learning import sets

CONFIG = """
[[model]]
name = "gpt-4"
tier = "frontier"
kind = "replay"
model = "deepseek-ai/DeepSeek-V3.1"
file = "replay.jsonl"

[learned]
solvers = "solvers"
reference = "gpt-4"
audit = 0.02
"""


def rows(data: Path, seed: int) -> list[dict]:
    logged = Random(seed).sample(sets.banking_gpt4(data), 3080)
    half = len(logged) // 2
    with TemporaryDirectory() as name:
        folder = Path(name)
        known = [*sets.banking(data, "train"), *((text, gold) for text, gold, _ in logged[:half])]
        _lines(
            folder / "log.jsonl", [{"id": str(n), "input": t, "answer": g, "gold": g} for n, (t, g) in enumerate(known)]
        )
        rest = logged[half:]
        _lines(folder / "tasks.jsonl", [{"id": str(n), "input": t, "gold": g} for n, (t, g, _) in enumerate(rest)])
        _lines(folder / "replay.jsonl", [_replayed(t, said) for t, _, said in rest])
        (folder / "suffice.toml").write_text(CONFIG)
        _suffice(folder, "learn", "log.jsonl", "-o", "solvers", "--reference", "gold", "--seed", str(seed))
        _suffice(folder, "run", "tasks.jsonl", "-o", "r.jsonl", "--config", "suffice.toml", "--ledger", "l.sqlite")
        told = json.loads(_suffice(folder, "report", "r.jsonl", "--config", "suffice.toml", "--json"))
        receipts = [json.loads(line) for line in (folder / "r.jsonl").read_text().splitlines()]
    right = sum(one["answer"] == one["task"]["gold"] for one in receipts if one["status"] == "answered")
    stream = told["stream"]
    found = [
        {"what": "requests", "value": told["requests"]},
        {"what": "served by what was learned", "value": told["tiers"].get("learned", 0) / told["requests"]},
        {"what": "right, the whole stream", "value": right / told["requests"]},
        {"what": "right, GPT-4 alone", "value": sum(said == gold for _, gold, said in rest) / len(rest)},
    ]
    for name, part in (*stream["parts"].items(), ("whole", stream["whole"])):
        found.append({"what": f"joules: {name}", **_known(part)})
    asked, requests = told["tiers"].get("frontier", 0), told["requests"]
    each = {key: joules / max(asked, 1) for key, joules in _known(stream["parts"]["answered by a model"]).items()}
    found.append({"what": "joules: one request answered by the model", **each})
    served, learned = stream["parts"]["answered without a model"], told["tiers"].get("learned", 0)
    answered = {key: served[key] / learned for key in ("value", "low", "high")}
    found.append({"what": "energy against the model: an answered request", **_ratio(answered, each)})
    whole = {key: stream["whole"][key] / requests for key in ("value", "low", "high")}
    found.append({"what": "energy against the model: the whole stream", **_ratio(whole, each)})
    return found


def _replayed(text: str, said: str) -> dict:
    usage = {"prompt_tokens": len(text) // 4 + 1, "completion_tokens": len(said) // 4 + 1}
    return {"input": text, "answer": said, "model": "deepseek-ai/DeepSeek-V3.1", "usage": usage}


def _known(part: dict) -> dict:
    """Value, low and high; None where parts are unknown."""
    return {key: None if part["unknown"] else part[key] for key in ("value", "low", "high")}


def _ratio(ours: dict, theirs: dict) -> dict:
    against = {"value": "value", "low": "high", "high": "low"}
    return {key: ours[key] / theirs[other] for key, other in against.items()}


def _lines(path: Path, rows: list[dict]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def _suffice(folder: Path, *words: str) -> str:
    program = "from suffice.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", program, *words], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout
