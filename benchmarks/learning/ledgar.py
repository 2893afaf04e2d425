"""LEDGAR with full prompts: the template and its list of options are found, and a student is judged by cross-fitting.

1,000 prompts with gold titles and the logged answers of gpt-3.5-turbo. Each request is guessed by a student that saw
nine tenths of the others. Answers are compared as the reply's values, that is after normalising.
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.learning import sets

from suffice.learn import groups
from suffice.learn.kinds.linear import LinearLearner
from suffice.learn.learner import Example, Unfit
from suffice.learn.logs import Logs
from suffice.learn.thresholds import Marked, Passed, certify

FOLDS = 10


def rows(data: Path, seed: int) -> list[dict]:
    logged = sets.ledgar(data)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "log.jsonl"
        with file.open("w") as lines:
            for number, (prompt, gold, said) in enumerate(logged):
                lines.write(json.dumps({"id": str(number), "input": prompt, "answer": said, "gold": gold}) + "\n")
        logs = Logs([file])
        findings = groups.find(logs)
        largest = findings.groups[0]
        assert largest.gold is not None
        reply = largest.gold.reply
        cut = [(fields, one) for shape, fields, one in groups.rows(logs, findings) if shape == largest.shape]
    name = reply.parts[0].name
    found: list[dict] = [
        {"what": "groups found", "value": len(findings.groups)},
        {"what": "rows of the largest", "value": len(cut)},
        {"what": "slots", "value": len(largest.shape.slots)},
        {"what": "options found", "value": len(largest.options)},
        {"what": "labels of the reply", "value": len(reply.parts[0].labels)},
    ]
    whole = [(fields, reply.values(one.gold or ""), reply.values(one.answer or ""), one) for fields, one in cut]
    cases = [(Example(fields, gold[name]), said, one) for fields, gold, said, one in whole if gold is not None]
    strict = sum(one.answer == one.gold for *_, one in cases)
    normal = sum(said is not None and reply.same(name, said[name], example.value) for example, said, _ in cases)
    found.append({"what": "gpt-3.5-turbo right, text equal", "value": strict / len(cases)})
    found.append({"what": "gpt-3.5-turbo right, normalised", "value": normal / len(cases)})
    pool = _crossed([example for example, _, _ in cases], seed)
    found.append({"what": "student right, cross-fitted", "value": sum(mark.right for mark in pool) / len(pool)})
    for target in (0.80, 0.90, 0.95):
        mixed = Random(seed).sample(pool, len(pool))
        outcome = certify(mixed[:200], mixed[200:], target, 0.05)
        said = f"{outcome.served / (len(mixed) - 200):.1%} covered" if isinstance(outcome, Passed) else outcome.reason
        found.append({"what": f"certificate at {target:.0%}", "value": said})
    return found


def _crossed(examples: list[Example], seed: int) -> list[Marked]:
    order = Random(seed).sample(range(len(examples)), len(examples))
    found: dict[int, Marked] = {}
    for fold in range(FOLDS):
        held = order[fold::FOLDS]
        away = set(held)
        train = [examples[i] for i in order if i not in away]
        fitted = LinearLearner().fit(train, "label", seed=seed, seconds=600)
        assert not isinstance(fitted, Unfit)
        for place, guess in zip(held, fitted.guesses([examples[i].fields for i in held]), strict=True):
            found[place] = Marked(
                guess and guess.confidence, guess is not None and guess.value == examples[place].value
            )
    return [found[place] for place in range(len(examples))]
