"""The commands of docs/contract-review.md, run as they stand there, and what the page says came out."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from suffice.cli import suffice

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "contract-review.md").read_text()


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Folder and what each command printed, by its first two words; the last command needs a log of next month."""
    folder = tmp_path_factory.mktemp("review")
    (folder / "examples").symlink_to(ROOT / "examples")
    printed = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        for block in re.findall(r"```\n(.*?)```", PAGE, re.S):
            for line in block.strip().splitlines():
                program, *words = shlex.split(line)
                if program == "python":
                    subprocess.run([sys.executable, *words], check=True)
                elif not {"next-month.jsonl", "benchmarks.learning"} & set(words):
                    result = CliRunner().invoke(suffice, words, standalone_mode=False, catch_exceptions=False)
                    printed[tuple(words)] = " ".join(result.stdout.split())
    return folder, printed


def _of(printed, *words):
    (found,) = (said for line, said in printed.items() if set(words) <= set(line))
    return found


def test_clauses_are_certified_by_the_lawyers_answers_and_not_by_the_models(told):
    _, printed = told
    whole = _of(printed, "learn", "out/contracts/solvers")
    coverage = float(re.search(r"linear ([0-9.]+)% 0.95", whole)[1])  # which contracts certify, a random salt decides
    assert coverage > 90 and re.search(r"exchangeable with the 4\d\d of group", whole)
    assert re.search(r"they came from (8|9)\d users, and each request was counted as if it stood alone", whole)
    assert "the logged answers of counsel-large are gold in 1111 of 1196 rows" in whole
    assert re.search(
        r"exchangeable with the (8|9)\d of group \w+, one of each of as many users", _of(printed, "--by-user")
    )
    assert "keep the big model: no threshold reaches 0.9" in _of(printed, "learn", "answer")


def test_new_contracts_are_reviewed_and_each_decision_shows_what_it_rests_on(told):
    folder, printed = told
    receipts = [json.loads(line) for line in (folder / "out/contracts/receipts.jsonl").read_text().splitlines()]
    served = [one for one in receipts if one["status"] == "answered"]
    assert len(receipts) == 150 and len(served) > 130
    assert sum(one["answer"] != one["task"]["gold"] for one in served) <= 0.05 * len(served)
    explained = _of(printed, "explain")
    shown = " ".join(re.search(r"    (input: 9\.2.*?)\n\n", PAGE, re.S)[1].split())
    assert shown.replace("«", "").replace("»", "") in explained.replace("«", "").replace("»", "")
    assert "«may assign" in explained and "requests that it had not seen" in explained
    page = (folder / "out/contracts/review.html").read_text()
    assert page.count("<article>") == len(served) and "<mark>may assign" in page
    assert "as many tokens as the logged answers" in page
