"""``suffice profile`` as people meet it: a table, a page, JSON, and clear lines about what is odd."""

import json
import random
import sys
from html.parser import HTMLParser

import pytest

from suffice.cli import main

WORDS = "parcel late broken invoice money back where when please thanks wrong size colour account card never".split()


@pytest.fixture
def profile(tmp_path, monkeypatch, capsys):
    """Runs the command on lines; gives its exit code and what stands on both streams."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("SUFFICE_CONFIG", raising=False)

    def run(lines, *words):
        path = tmp_path / "log.jsonl"
        path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
        monkeypatch.setattr(sys, "argv", ["suffice", "profile", str(path), *words])
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capsys.readouterr()
        return stop.value.code, out, err

    return run


def _mails(number=200):
    rnd = random.Random(1)
    for n in range(number):
        label = rnd.choice(["refund", "delivery", "other"])
        words = rnd.choices(WORDS, k=12) + ([label] if rnd.random() < 0.9 else [])
        rnd.shuffle(words)
        text = f"Sort the customer's message into refund, delivery or other.\n\nMessage: {' '.join(words)}"
        yield {"id": f"m{n}", "input": text, "answer": label, "model": "openai/gpt-oss-120b", "user": f"u{n % 40}"}


def test_a_group_says_what_it_is_and_took(profile):
    lines = [*_mails(), {"input": "x"}, "{broken"]
    code, out, _ = profile(lines, "--json")
    made = json.loads(out)
    assert code == 0 and made["rows"] == 201 and made["left_out"]["total"] == 1
    group = made["groups"][0]
    assert group["rows"] == 200 and group["share"] == pytest.approx(200 / 201)
    assert group["outputs"][0]["labels"] == 3 and group["looks"] == "likely"
    assert group["spent"]["joules"]["low"] < group["spent"]["joules"]["value"] < group["spent"]["joules"]["high"]
    assert group["spent"]["usd"] is None and group["as_if"]["usd"]["value"] > 0
    assert group["spent"]["prompt_tokens"]["estimated"] and group["users"] == 40
    assert group["symbolic"] == {"asked": 25, "answered": 0, "compared": 0, "same": 0}


def test_a_value_that_a_program_gives_looks_likely(profile):
    rnd = random.Random(3)
    lines = []
    for _ in range(100):
        first, last = (rnd.choice(WORDS).title() + rnd.choice("abcdefgh") for _ in range(2))
        lines.append(
            {"input": f"Name of the customer: {first} {last}\nWrite it last name first.", "answer": f"{last}, {first}"}
        )
    _, out, _ = profile(lines, "--json", "--sample", "0")
    (group,) = json.loads(out)["groups"]
    assert group["looks"] == "likely" and group["outputs"][0]["probe"]["by"] == "program"
    assert group["symbolic"] is None


def test_what_the_symbolic_tier_answers_is_counted(profile):
    lines = [
        {"input": f"What is {n}% of {n * 40}?", "answer": f"{n * n * 40 / 100:g}" if n % 5 else "wrong"}
        for n in range(2, 80)
    ]
    _, out, _ = profile(lines, "--json", "--sample", "10")
    asked = json.loads(out)["groups"][0]["symbolic"]
    assert asked["asked"] == asked["answered"] == asked["compared"] == 10 and 5 <= asked["same"] < 10


def test_the_page_needs_nothing_and_tells_no_secret(profile, tmp_path):
    lines = list(_mails())
    for line in lines:
        line["input"] += " <script>alert(1)</script> ann@example.com"
    code, out, err = profile(lines, "-o", "page.html")
    page = (tmp_path / "page.html").read_text()
    assert code == 0 and "page.html" in err and "3 labels" in out

    seen = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag, attrs):
            seen.add(tag)
            assert not any(name in ("src", "onclick") for name, _ in attrs)
            assert all(value.startswith("#") for name, value in attrs if name == "href")

    Tags().feed(page)
    assert "section" in seen and "script" not in seen and "link" not in seen
    assert "ann@example.com" not in page and "Message: " in page


def test_odd_logs_are_told_in_clear_lines(profile):
    same = [{"input": "Where is it?", "answer": "delivery"}] * 30
    assert "all requests are the same" in profile(same)[1]
    rnd = random.Random(2)
    assert "one class" in profile([{"input": " ".join(rnd.choices(WORDS, k=8)), "answer": "ok"} for _ in range(70)])[1]
    few = list(_mails(10))
    code, out, _ = profile(few)
    assert code == 0 and "only 10 requests" in out and "too few" in out
    unanswered = [{"input": " ".join(WORDS[n % 9 :])} for n in range(30)]
    assert "no request of it has an answer" in profile(unanswered)[1]
    texts = [" ".join(rnd.choices(WORDS, k=8)) for _ in range(100)]
    torn = [{"input": text, "answer": label} for text in texts for label in ("a", "b")]
    assert "100 of 100 distinct requests got different answers" in profile(torn)[1]


def test_bad_usage_is_one_line(profile):
    code, _, err = profile([{"input": "x"}], "--fields", "nonsense=1")
    assert code == 2 and "--fields" in err and err.count("\n") == 1
    code, _, err = profile(["hello"])
    assert code == 2 and "no log" in err
    code, _, err = profile(["{broken"])
    assert code == 0 or "suffice:" in err
