"""What one request asks too much of holds up no other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise, product

SUM = "What is 18% of 250?"


def _rules(people: int, kinds: int, asked: int) -> str:
    """Facts and rules in plain English from which ``people * kinds`` facts follow."""
    names = ["Qo" + "".join(letters) for letters in product("bdfgklmnprtvz", "aeiou", "bdfgklmnprtvz")][:people]
    nouns = ["".join(letters) + "us" for letters in product("bdfgklmnprtvz", "aeiou", "bdfgklmnprtvz")][:kinds]
    facts = [f"{name} is a {nouns[0]}." for name in names]
    rules = [f"Every {one} is a {other}." for one, other in pairwise(nouns)]
    return " ".join([*facts, *rules, f"Is {names[asked]} a {nouns[-1]}?"])


def test_rules_that_come_to_very_much_hold_up_nobody(served):
    ended: list[str] = []

    def ask(name: str, text: str):
        reply = served.chat(text, "auto:proved")
        ended.append(name)
        return reply

    with ThreadPoolExecutor(16) as threads:
        hard = [threads.submit(ask, "hard", _rules(200, 300, number)) for number in range(3)]
        easy = [threads.submit(ask, "easy", SUM) for _ in range(6)]
        assert all(reply.result()[0] == 200 for reply in easy)
        for reply in hard:
            status, _, body = reply.result()
            if status == 200:
                assert body["choices"][0]["message"]["content"].startswith("Yes")
            else:  # not within its time
                refusals = {refusal["solver"]: refusal["code"] for refusal in body["suffice"]["refusals"]}
                assert status == 422 and refusals["rules"] == "TOO_HARD"
    assert ended[-1] == "hard"
