"""A Problem of rules: ``{"clauses": [...], "ask": {...}, "form": {...}}``; see ``language.py`` for formulas.

``ask`` is one of ``{"truth": formula}`` (does it follow, does its opposite, or neither), ``{"who": formula with ?x}``
(all whom it holds for), ``{"value": amount}`` (what it comes to, see ``amounts.py``), and ``{"options": [formula, ...],
"must": "follow" | "fail" | "stand"}`` (the one option that must be true, must be false, or could be true).

A fact may count days: then ``days`` are the two dates between which they lie.

Of the form, ``unknown`` is the word for "neither follows" (without it nothing is answered then), ``decided`` keeps it
from being said, ``labels`` are what options are called (else their numbers, from 1), ``one`` wants one name, and
``worded`` says that the clauses come from prose, where a rule that nobody can fall under shows that the rules have
exceptions.

Rules that have a ``name`` may give way to one another: ``prefer`` lists pairs, the first of which goes before the
second where both apply and they say opposite things. With ``told`` what is not told or derived makes no rule
apply, and rules are applied forwards alone. See ``prefer.py`` and ``told.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from suffice.records import Json
from suffice.symbolic.rules.amounts import amount_phrase, validate_amount
from suffice.symbolic.rules.language import CLAUSES, NODES, is_variable, parts, size_of, terms, validate_formula
from suffice.symbolic.rules.phrasing import phrase, question, sentence
from suffice.symbolic.rules.prefer import precedence, validate_precedence

ASKS = ("truth", "who", "value", "options")
MODES = ("follow", "fail", "stand")
OPTIONS = 26
TRUTHS = ("true", "false", "unknown")
FORM_TYPES: dict[str, type | tuple[type, ...]] = {
    "only": bool, "json": str, "explain": bool, "reply": list, "yesno": bool, "unknown": str, "labels": (dict, list),
    "one": bool, "decided": bool, "worded": bool,
}  # fmt: skip
_PARTS = frozenset(("if", "then", "text", "name", "days"))
SHORT = 200  # characters of a word in the form

EXAMPLES: tuple[tuple[str, str | None, str], ...] = (
    ("Every member gets a discount. Tom is a member. Does Tom get a discount?", None, "Yes"),
    ("If someone is tired then they are slow. Anne is not slow. Is Anne tired?", None, "No"),
    ("Parcels over 2 kg are heavy. My parcel is 2500 g. Is my parcel heavy?", None, "Yes"),
    ("Only managers can approve overtime. Greta is not a manager. Can Greta approve overtime?", None, "No"),
    ("Guests wear a badge. Tom and Ann are guests. Who wears a badge?", None, "Tom, Ann"),
    (
        "Orders under $50 ship for $5, orders from $50 to $100 for $2. What does shipping of a $72 order cost?",
        None,
        "$2",
    ),
    ("Parcels up to 2 kg cost $5, otherwise the price is $9. What does a parcel of 3 kg cost?", None, "$9"),
    (
        "Items can only be returned within 30 days of delivery. My lamp was delivered 40 days ago. Can I return it?",
        None,
        "No",
    ),
    (
        "| Risk | Approver |\n|---|---|\n| low | clerk |\n| high | board |\n\nRisk is high. Who is the approver?",
        None,
        "board",
    ),
)


def validate(body: Json) -> None:
    """Raises ValueError saying what is wrong with a body."""
    if not isinstance(body, Mapping) or set(body) - {"clauses", "ask", "form", "prefer", "told"}:
        raise ValueError("a Problem's body holds 'clauses', 'ask' and 'form', and may hold 'prefer' and 'told'")
    clauses, ask, form = body.get("clauses"), body.get("ask"), body.get("form", {})
    if not isinstance(clauses, list) or not 1 <= len(clauses) <= CLAUSES:
        raise ValueError(f"'clauses' is a list of 1 to {CLAUSES} clauses")
    nodes = sum(map(_validate_clause, clauses))
    if nodes > NODES:
        raise ValueError(f"more than {NODES} parts")
    if not isinstance(ask, Mapping) or not set(ask) & set(ASKS):
        raise ValueError(f"'ask' holds one of {', '.join(ASKS)}")
    _validate_ask(ask)
    _validate_form(form, ask)
    _one_measure(clauses, ask)
    validate_precedence(body)


def _validate_clause(clause: Json) -> int:
    if not isinstance(clause, Mapping) or "then" not in clause or not clause.keys() <= _PARTS:
        raise ValueError("a clause holds 'then', and may hold 'if', 'name', 'text' and 'days'")
    if not isinstance(clause.get("text", ""), str) or not isinstance(clause.get("name", ""), str):
        raise ValueError("a clause's text and name are strings")
    nodes = validate_formula(clause["then"]) + (validate_formula(clause["if"]) if "if" in clause else 0)
    if "days" in clause:
        _validate_days(clause)
    return nodes


def _validate_days(clause: Mapping[str, Json]) -> None:
    """A fact that counts the days from one date to another, both given as its evidence."""
    days, then = clause["days"], clause["then"]
    if not isinstance(days, list | tuple) or len(days) != 2 or not all(isinstance(day, str) for day in days):
        raise ValueError("'days' are two dates: from when, until when")
    try:
        count = (date.fromisoformat(days[1]) - date.fromisoformat(days[0])).days
    except ValueError:
        raise ValueError("'days' are two dates such as 2026-03-05") from None
    if "if" in clause or tuple(then[:2]) != ("cmp", "eq") or tuple(then[3]) != ("qty", str(count), "day"):
        raise ValueError(f"a fact of 'days' says that something is exactly {count} days")


def _validate_ask(ask: Mapping[str, Json]) -> None:
    if set(ask) == {"truth"}:
        validate_formula(ask["truth"])
        return
    if set(ask) == {"who"}:
        validate_formula(ask["who"])
        if {term for term in terms(ask["who"]) if is_variable(term)} != {"?x"}:
            raise ValueError("'who' asks for ?x and for nothing else")
        return
    if set(ask) == {"value"}:
        validate_amount(ask["value"])
        return
    options = ask.get("options")
    if set(ask) != {"options", "must"} or ask["must"] not in MODES:
        raise ValueError(f"'options' come with 'must', which is one of {', '.join(MODES)}")
    if not isinstance(options, list) or not 2 <= len(options) <= OPTIONS:
        raise ValueError(f"'options' is a list of 2 to {OPTIONS} formulas")
    for option in options:
        validate_formula(option)


def _validate_form(form: Json, ask: Mapping[str, Json]) -> None:
    if not isinstance(form, Mapping) or set(form) - FORM_TYPES.keys():
        raise ValueError(f"'form' may hold {', '.join(sorted(FORM_TYPES))}")
    for key, value in form.items():
        if not isinstance(value, FORM_TYPES[key]) or (isinstance(value, str) and not 0 < len(value) <= SHORT):
            raise ValueError(f"form.{key} is not of its type, or empty, or longer than {SHORT} characters")
    if not all(isinstance(piece, str) for piece in form.get("reply", ())):
        raise ValueError("form.reply must be the pieces of text between which the value is written")
    labels = form.get("labels")
    if labels is None:
        return
    called = list(labels.values() if isinstance(labels, dict) else labels)
    if not called or not all(isinstance(label, str) and 0 < len(label) <= SHORT for label in called):
        raise ValueError("form.labels are short texts")
    if isinstance(labels, dict) and (set(labels) - set(TRUTHS) or not {"true", "false"} <= set(labels)):
        raise ValueError(f"form.labels are a list, or named {', '.join(TRUTHS)}")
    if len(set(called)) != len(called):
        raise ValueError("form.labels must be different labels")
    if "truth" in ask and (not isinstance(labels, dict) or ("unknown" in form and "unknown" not in labels)):
        raise ValueError("the labels of a truth are several: one for each of what it may be")
    if "options" in ask and (not isinstance(labels, list) or len(labels) != len(ask["options"])):
        raise ValueError("options have one label each, in a list")


def _one_measure(clauses: Sequence[Mapping[str, Json]], ask: Mapping[str, Json]) -> None:
    """Sizes that are told in two measures would never be compared: what follows from them would seem not to."""
    formulas = [clause[key] for clause in clauses for key in ("if", "then") if key in clause]
    formulas += ask.get("options") or [ask[key] for key in ("truth", "who") if key in ask]
    found: dict[str, str] = {}
    for part in (part for formula in formulas for part in parts(formula) if part[0] == "cmp"):
        attribute, measure = part[2][0], size_of(part[3])[0]
        if found.setdefault(attribute, measure) != measure:
            raise ValueError(f"'{attribute}' is told in {found[attribute]} and in {measure}: write both in one unit")


def paraphrase(body: Mapping[str, Json]) -> str:
    """Plain English of what was understood."""
    ask = body["ask"]
    if "truth" in ask:
        asked = question(ask["truth"])
        if body.get("told"):
            asked = f"Based on the facts and the rules, {asked[:1].lower()}{asked[1:]}"
    elif "who" in ask:
        asked = f"For whom is it so that {phrase(ask['who'])}?"
    elif "value" in ask:
        asked = f"What is {amount_phrase(ask['value'])}?"
    else:
        how = {"follow": "must be true", "fail": "must be false", "stand": "could be true"}[ask["must"]]
        asked = f"Which {how}: " + "; ".join(map(phrase, ask["options"])) + "?"
    said = ((clause.get("name"), sentence(clause, bool(body.get("told")))) for clause in body["clauses"])
    return " ".join([*(f"{name}: {text}" if name else text for name, text in said), *precedence(body), asked])
