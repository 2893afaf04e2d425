"""Scenarios: settings, roles that may be left out, rows made of parts, formulas that need more."""

from suffice.records import Abstain, Code
from suffice.symbolic.english import discourse, literals, scenario
from suffice.symbolic.english.formula import parse as formula
from suffice.symbolic.english.formula import without
from suffice.symbolic.english.grammar import Grammar

RULES = """
setting shop
  fact {who:person} (pay | pays) with {paid:money}
  ask total   what is the total
  ask change  how much change (do | does) {who:person} get
scenario single
  use shop
  fact {item:thing} costs {price:money}
  fact {who:person} (buy | buys) {n:count} {item:thing}
  fact {off:percent} off
  given price n? off? paid?
    total = n * price * (1 - off)
    change(paid) = paid - total
scenario menu
  use shop
  part {item:thing} (cost | costs) {price:money}
  part {who:person} (buy | buys) {n:count} {item:thing}
  part {n:count} {item:thing}
  ask dearest  which costs more
  given rows
    total = total(rows, n * price)
    dearest = which('max', rows, price)
"""


def read(text: str) -> list[discourse.Meaning] | Abstain:
    grammar = Grammar()
    literals.install(grammar)
    grammar.load("joint : and | , => kind=plain\nlead : so => kind=plain", "test")
    grammar.add("clause", "never said", scenario.Tag("skip"))
    return discourse.read(grammar, scenario.load(grammar, [("test.rules", RULES)]), [text])


def finds(text: str) -> list:
    meanings = read(text)
    assert not isinstance(meanings, Abstain), meanings
    return [meaning.find for meaning in meanings if meaning.scenario == "single" or "which" in meaning.find]


def test_a_role_that_is_not_given_drops_out_of_the_formula():
    assert finds("A lamp costs $20. What is the total?") == [["ref", "price"]]
    assert finds("A lamp costs $20. I buy 3 lamps. What is the total?") == [["mul", ["ref", "n"], ["ref", "price"]]]


def test_what_is_taken_away_from_nothing_has_no_meaning():
    expr = formula("paid - n * price", "test")
    assert without(expr, frozenset(("paid",))) is None
    assert without(expr, frozenset(("n",))) == ["sub", ["ref", "paid"], ["ref", "price"]]


def test_a_formula_may_need_more_and_name_another():
    assert finds("A lamp costs $20. I pay with $50. How much change do I get?") == [
        ["sub", ["ref", "paid"], ["ref", "price"]]
    ]
    assert isinstance(read("A lamp costs $20. How much change do I get?"), Abstain)


def test_what_is_given_must_be_used():
    refused = read("A lamp costs $20. I pay with $50. What is the total?")
    assert isinstance(refused, Abstain) and refused.code is Code.UNSUPPORTED


def test_parts_join_the_row_of_their_thing():
    text = "Apples cost $2. Pears cost $3. I buy 4 pears and 5 apples. What is the total?"
    (meaning,) = [m for m in read(text) if m.scenario == "menu"]
    rows = [
        {name: value[1] for name, value in row.items() if name in ("n", "price")} for row in meaning.given["rows"][1]
    ]
    assert rows == [{"price": "2", "n": "5"}, {"price": "3", "n": "4"}]


def test_a_thing_without_its_price_is_no_total():
    refused = read("Apples cost $2. Pears cost $3. I buy 4 pears. What is the total?")
    assert isinstance(refused, Abstain) and refused.code is Code.UNDERDETERMINED


def test_rows_are_compared_by_label():
    assert finds("A lamp costs $2. A chair costs $3. Which costs more?") == [
        ["which", "max", [["lamp", ["money", "2", "USD"]], ["chair", ["money", "3", "USD"]]]]
    ]


def test_he_is_the_one_who_is_named_or_nobody():
    assert finds("A lamp costs $20. Tom buys 3 lamps. Tom pays with $80. How much change does he get?")
    refused = read("A lamp costs $20. Tom buys 3 lamps. Ann pays with $80. How much change does he get?")
    assert isinstance(refused, Abstain)
