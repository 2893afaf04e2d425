"""Programs found from examples, and what they do on rows that they have not seen."""

from __future__ import annotations

from random import Random

import pytest

from suffice.learn.kinds.program import ProgramLearner
from suffice.learn.learner import Example, Unfit
from suffice.learn.synthesis.consensus import disagreeing
from suffice.learned.kinds.program import Programs


def fit(rows: list[tuple[object, str]], seconds: float = 20.0) -> Programs | Unfit:
    examples = [Example(x if isinstance(x, dict) else {"x": str(x)}, value) for x, value in rows]
    return ProgramLearner().fit(examples, "text", seed=5, seconds=seconds)


CASES = [
    ("domain", [("mira@fjord.example", "fjord"), ("t.b@lake7.example", "lake7"), ("q@a-b.example", "a-b")],
     ("zoe@hill.example", "hill")),
    ("surname first", [("Ada Brook", "BROOK, Ada"), ("Wim de Graaf", "GRAAF, Wim"), ("Bo Li", "LI, Bo")],
     ("Ines Maria Sol", "SOL, Ines")),
    ("two slots", [({"a": "Ada Brook", "b": "7"}, "#007 A. Brook"), ({"a": "Bo Li", "b": "12"}, "#012 B. Li"),
                   ({"a": "Cy Oak", "b": "310"}, "#310 C. Oak")], ({"a": "Di Elm", "b": "45"}, "#045 D. Elm")),
    ("date", [("03.02.2025", "3 Feb 2025"), ("17.11.1998", "17 Nov 1998"), ("29.02.2024", "29 Feb 2024")],
     ("01.08.2030", "1 Aug 2030")),
    ("mixed dates", [("17 Nov 1998", "1998-11-17"), ("2024/2/29", "2024-02-29"), ("May 4, 2031", "2031-05-04")],
     ("9 September 2009", "2009-09-09")),
    ("ten days later", [("2027-01-25", "due 2027-02-04"), ("2027-03-01", "due 2027-03-11"),
                        ("2027-12-30", "due 2028-01-09")], ("2028-02-20", "due 2028-03-01")),
    ("quarter", [("2027-01-25", "Q1/27"), ("2026-08-02", "Q3/26"), ("2025-11-30", "Q4/25")], ("2024-05-05", "Q2/24")),
    ("clock", [("18:20", "6:20 p.m."), ("07:45", "7:45 a.m."), ("23:02", "11:02 p.m.")], ("12:30", "12:30 p.m.")),
    ("half hours", [("9:17", "9:00-9:30"), ("14:44", "14:30-15:00"), ("23:55", "23:30-0:00")],
     ("6:31", "6:30-7:00")),
    ("money", [("1204.5", "$1,204.50"), ("88", "$88.00"), ("1000000.256", "$1,000,000.26")],
     ("31415.9", "$31,415.90")),
    ("bucket", [("37", "30-39"), ("8", "0-9"), ("52", "50-59")], ("64", "60-69")),
    ("percent", [("0.25", "25%"), ("0.07", "7%"), ("0.993", "99.3%")], ("0.4", "40%")),
    ("rounded", [("1447", "1400"), ("2360", "2400"), ("981", "1000")], ("5512", "5500")),
    ("decimal comma", [("1.204,50", "1204.50"), ("88,10", "88.10"), ("2.000,25", "2000.25")], ("17,35", "17.35")),
    ("title", [("oLD oak LANE", "Old Oak Lane"), ("king's road", "King's Road"), ("HIGH STREET", "High Street")],
     ("the mALL", "The Mall")),
    ("initials", [("green tea leaf", "GTL"), ("red ink", "RI"), ("one more big box", "OMBB")],
     ("very small cup", "VSC")),
    ("ordinal", [("1", "1st"), ("22", "22nd"), ("13", "13th")], ("3", "3rd")),
    ("minutes", [("90", "1:30"), ("125", "2:05"), ("59", "0:59")], ("600", "10:00")),
    ("duration", [("1:30", "90"), ("2:05", "125"), ("0:59", "59")], ("10:00", "600")),
    ("degrees", [("20C", "68F"), ("100C", "212F"), ("0C", "32F")], ("37C", "98.6F")),
    ("fours", [("DE8937040044", "DE89 3704 0044"), ("NO93860111", "NO93 8601 11"), ("FI21123456", "FI21 1234 56")],
     ("BE68539007547034", "BE68 5390 0754 7034")),
    ("words", [("a b c", "3"), ("a", "1"), ("x y", "2")], ("q w e r", "4")),
    ("aligned", [("7.5", "   7.50"), ("120", " 120.00"), ("33.333", "  33.33")], ("1.25", "   1.25")),
    ("table", [("M", "male"), ("F", "female"), ("M", "male"), ("F", "female")], ("m", "male")),
    ("empty", [("red", "RED"), ("", "none"), ("blue", "BLUE"), (" ", "none")], ("green", "GREEN")),
    ("two kinds", [("+47 555 01", "47"), ("555 02", "local"), ("+358 555 77", "358"), ("777 03", "local")],
     ("+1 555 99", "1")),
    ("above", [("12", "minor"), ("44", "adult"), ("17", "minor"), ("18", "adult"), ("3", "minor"), ("91", "adult")],
     ("65", "adult")),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "unseen"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_generalises(rows, unseen):
    fitted = fit(rows)
    assert isinstance(fitted, Programs)
    x, value = unseen
    guess = fitted.guess(x if isinstance(x, dict) else {"x": x})
    assert guess is not None and guess.value == value, fitted.candidates[0].program.says()


def test_what_the_examples_leave_open_is_said_with_little_confidence():
    fitted = fit([("3/4/2025", "3"), ("7/7/2026", "7"), ("9/8/2025", "9")])
    assert isinstance(fitted, Programs)
    clear, open_ = fitted.guess({"x": "5/5/2027"}), fitted.guess({"x": "2027-05-06"})
    assert clear is not None and clear.confidence > 0.7
    assert open_ is None or open_.confidence < 0.5


def test_abstains_where_nothing_fits():
    assert isinstance(fit([("apple", "31"), ("pear", "kilo"), ("plum", "-.-")]), Unfit)
    assert isinstance(fit([("apple", "a"), ("apple", "b")]), Unfit)
    assert isinstance(fit([("apple", "a")]), Unfit)
    assert isinstance(fit([]), Unfit)


def test_text_without_sense_has_no_program():
    random = Random(1)
    rows = [("".join(random.choices("ab1 ,", k=80)), "".join(random.choices("ab1 ,", k=30))) for _ in range(3)]
    assert isinstance(fit(rows, seconds=5.0), Unfit)
    assert isinstance(
        fit([("ab, " * 300 + str(i), str(i) + " ba" * 60) for i in range(3)], seconds=1.0), Programs | Unfit
    )


def _log(count: int, wrong: int, seed: int) -> tuple[list[tuple[str, str]], set[int]]:
    """Invoices with a date and an amount; the answer is a short code; some answers are wrong."""
    random = Random(seed)
    rows = []
    for _ in range(count):
        name = random.choice(["Arum", "Betula", "Carex", "Dianthus", "Erica", "Festuca"])
        day, month, year = random.randint(1, 28), random.randint(1, 12), random.randint(2019, 2027)
        amount = random.randint(100, 99_999)
        rows.append(
            (f"{name} GmbH, {day:02d}.{month:02d}.{year}, EUR {amount}.50", f"{name[:3].upper()}-{year}{month:02d}")
        )
    spoilt = set(random.sample(range(count), wrong))
    return [(x, "ERR-" + y[4:] if i in spoilt else y) for i, (x, y) in enumerate(rows)], spoilt


def test_finds_the_program_behind_a_noisy_log_and_lists_what_disagrees():
    rows, spoilt = _log(400, 30, 3)
    fitted = fit(rows)
    assert isinstance(fitted, Programs)
    program = fitted.candidates[0].program
    assert set(disagreeing(program, [{"x": x} for x, _ in rows], [y for _, y in rows])) == spoilt
    unseen, _ = _log(50, 0, 4)
    guesses = fitted.guesses([{"x": x} for x, _ in unseen])
    assert [guess and guess.value for guess in guesses] == [y for _, y in unseen]


def test_finds_what_stands_between_the_words_of_a_prompt():
    random = Random(6)
    firms = ["Arum", "Betula and Sons", "Carex Nord", "Dianthus", "Erica of the Hill", "Festuca Ltd"]
    rows = []
    for _ in range(120):
        firm, amount, extra = (
            random.choice(firms),
            random.randint(10, 99_999) / 4,
            random.choice(["", " 3 boxes,", " 12 kg,"]),
        )
        day = f"{random.randint(1, 28)} {random.choice(['May', 'June', 'July'])} 2027"
        rows.append(
            (
                f"Book invoice {random.randint(1, 999)} of {firm} dated{extra} {day}, over EUR {amount:,.2f}.",
                firm,
                amount,
                day,
            )
        )
    for wanted in ([firm for _, firm, _, _ in rows], [f"{amount:.2f}" for *_, amount, _ in rows]):
        fitted = fit([(x, y) for (x, *_), y in zip(rows[:80], wanted, strict=False)])
        assert isinstance(fitted, Programs)
        guesses = fitted.guesses([{"x": x} for x, *_ in rows[80:]])
        assert [guess and guess.value for guess in guesses] == wanted[80:]


def test_a_log_of_two_kinds_gets_a_condition():
    random = Random(9)
    rows = []
    for _ in range(300):
        number = random.randint(1000, 99_999)
        if random.random() < 0.3:
            rows.append((f"RET {number} back", f"return of {number}"))
        else:
            rows.append((f"{number} sent by {random.choice(['rail', 'road', 'ship'])}", f"{number}"))
    fitted = fit(rows)
    assert isinstance(fitted, Programs)
    unseen = [("RET 777 back", "return of 777"), ("888 sent by ship", "888")]
    assert [fitted.guess({"x": x}).value for x, _ in unseen] == [y for _, y in unseen]  # type: ignore[union-attr]


def test_no_word_of_a_single_request_is_kept():
    random = Random(2)
    rows = [(f"code {random.randint(100, 999)}", "yes") for _ in range(60)]
    rows += [("my secret word is heliotrope", "no")]
    fitted = fit(rows)
    assert isinstance(fitted, Unfit) or "heliotrope" not in str(fitted.parts())


def test_a_word_of_one_user_is_not_kept():
    rows = [Example({"x": f"{kind} {n}"}, f"Acme {n}", user) for n, (kind, user) in enumerate([("box", "u1")] * 30)]
    assert isinstance(ProgramLearner().fit(rows, "text", seed=1, seconds=5.0), Unfit)
    shared = [Example(row.fields, row.value, f"u{n % 2}") for n, row in enumerate(rows)]
    assert isinstance(ProgramLearner().fit(shared, "text", seed=1, seconds=5.0), Programs)


def test_the_same_examples_give_the_same_programs():
    rows, _ = _log(30, 2, 8)
    first, second = fit(rows), fit(rows)
    assert isinstance(first, Programs) and isinstance(second, Programs)
    assert first.parts() == second.parts()
