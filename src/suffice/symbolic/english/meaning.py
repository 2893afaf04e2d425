"""From clauses to meanings: what the sentences of a text say together.

Facts fill the roles of one scenario, the question picks a formula, instructions set the answer's form.
Nothing may be left over: a role that no formula uses, or a second question, means that the text was not
understood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any, NamedTuple

from suffice.records import Abstain, Code, Json
from suffice.symbolic.english import phrases
from suffice.symbolic.english.formula import names, without
from suffice.symbolic.english.rows import choose, join, join_all
from suffice.symbolic.english.scenario import Case, Scenario, Tag

READINGS = 24  # more readings of one text than this are not followed
_ENTITIES = ("thing", "person")


class Clause(NamedTuple):
    tag: Tag
    bindings: tuple[tuple[str, Any], ...]
    hypothetical: bool  # introduced by "if"


Read = tuple[Clause, ...]  # one reading of a sentence


BY_TEMPLATE = "template"  # the ask of a Meaning that a template makes


@dataclass(frozen=True, slots=True)
class Meaning:
    """One reading of a whole text: roles, what is asked, and the form of the answer."""

    scenario: str
    ask: str
    given: Mapping[str, Json]
    find: Json
    where: tuple[Json, ...]
    form: Mapping[str, Json]


@dataclass(slots=True)
class _Told:
    """What clauses tell: the one question, the roles (``rows`` among them), the rows, and the form of the answer."""

    ask: str = ""
    roles: dict[str, Json] = field(default_factory=dict)
    rows: list[dict[str, Json]] = field(default_factory=list)
    form: dict[str, Json] = field(default_factory=dict)


def meanings(scenarios: Mapping[str, Scenario], sentences: list[list[Read]]) -> list[Meaning] | Abstain:
    """Every meaning of sentences, each given by all its readings; or why there is none."""
    asked = {
        clause.tag.scenario for reads in sentences for read in reads for clause in read if clause.tag.kind == "ask"
    }
    if not asked:
        return Abstain(Code.UNSUPPORTED, "nothing that can be computed is asked")
    found: list[Meaning] = []
    refusals: list[Abstain] = []
    for name in sorted(asked, key=str):
        assert name is not None
        options: list[list[Read]] = []
        for reads in sentences:
            options.append([read for read in reads if all(clause.tag.scenario in (None, name) for clause in read)])
            if not options[-1]:
                break
        if not options[-1]:
            continue
        ways = prod(map(len, options))
        if ways > READINGS:
            return Abstain(
                Code.AMBIGUOUS, f"there are {ways} ways to read this text; more than {READINGS} are not followed"
            )
        for chosen in product(*options):
            for result in _assemble(scenarios[name], [clause for read in chosen for clause in read]):
                if isinstance(result, Abstain):
                    refusals.append(result)
                elif result not in found:
                    found.append(result)
    bad = [r for r in refusals if r.code in (Code.INCONSISTENT, Code.AMBIGUOUS)]
    if found and not bad:
        return found if len(found) <= READINGS else Abstain(Code.AMBIGUOUS, f"more than {READINGS} readings")
    if bad:
        return bad[0]
    if refusals:
        return refusals[0]
    return Abstain(Code.UNSUPPORTED, "the facts and the question do not belong together in a way that is understood")


def _assemble(scenario: Scenario, clauses: list[Clause]) -> list[Meaning | Abstain]:
    """The meanings of one choice of clauses: one per formula that fits exactly."""
    told = _told(clauses)
    if isinstance(told, Abstain):
        return [told]
    ask, roles, rows, form = told.ask, told.roles, told.rows, told.form
    filled = {name for name, value in roles.items() if not _entity(value)}
    cases = [case for case in scenario.cases if ask in case.formulas]
    fitting = [(case, one) for case in cases for one in case.formulas[ask] if case.fits(filled, one)]
    if not fitting:
        return [_misfit(cases, filled)]
    form = {name[1:]: value for name, value in form.items()}
    if ask in scenario.money:
        form["coins"] = True
    found: list[Meaning | Abstain] = []
    for case, formula in fitting:
        missing = case.free - filled
        find = choose(without(formula.expr, missing), rows, roles)
        if find is None:
            continue
        unknown = names(find) - filled - {"rows"} - (rows[0].keys() if rows else set())
        if unknown:
            found.append(Abstain(Code.UNDERDETERMINED, f"not given: {', '.join(sorted(unknown))}"))
            continue
        rules = (without(rule, missing) for rule in (*case.where, *formula.where))
        where = tuple(rule for rule in rules if rule is not None)
        given = {name: value for name, value in roles.items() if name in filled}
        found.append(Meaning(scenario.name, ask, given, find, where, form))
    return found or [_misfit(cases, filled)]


def _told(clauses: list[Clause]) -> _Told | Abstain:
    """What the clauses tell together, or why they do not go together."""
    refusal = _same_subjects(clauses)
    if refusal:
        return refusal
    told = _Told()
    rows, asks = told.rows, set[str]()
    for clause in clauses:
        if clause.tag.kind == "ask":
            asks.add(clause.tag.ask or "")
        row: dict[str, Json] = {}
        for name, value in clause.bindings:
            if name.startswith("__") or name in ("tells", "calls"):
                continue
            in_row = clause.tag.kind in ("each", "part") and (name == "item" or not _entity(value))
            target = told.form if name.startswith("_") else row if in_row else told.roles
            if name == "basket":
                refusal = join_all(rows, value)
                if refusal:
                    return refusal
                continue
            if name == "item" and isinstance(value, str):
                value = ["label", value]
            refusal = _put(target, name, value)
            if refusal:
                return refusal
        if clause.tag.kind == "each":
            if row.get("item", [""])[0] == "label" and any(row["item"] == other.get("item") for other in rows):
                return Abstain(Code.INCONSISTENT, f"'{row['item'][1]}' is named twice")
            rows.append(row)
        elif clause.tag.kind == "part":
            refusal = join(rows, row)
            if refusal:
                return refusal
    if phrases.unclear_person([value for clause in clauses for _, value in clause.bindings]):
        return Abstain(Code.AMBIGUOUS, "two people are named, and 'he', 'she' or 'they' may be either")
    if "total" in asks and "people" in told.roles and any(_lone_payer(clause) for clause in clauses):
        return Abstain(Code.AMBIGUOUS, "several people are spoken of: one of them may pay for all or a part")
    if len(asks) != 1 or sum(_lists(clause) for clause in clauses) > 1:
        return Abstain(Code.UNSUPPORTED, "no single question: ask one thing at a time" if asks else "no question")
    if _resumed(clauses):
        return Abstain(Code.UNSUPPORTED, "no single question: more is told after the first one")
    if rows:
        if _amid(clauses):
            return Abstain(Code.AMBIGUOUS, "a percentage amid the things that are listed: of one of them, or of all")
        if len({frozenset(row.keys() - {"item"}) for row in rows}) > 1:
            return Abstain(Code.UNDERDETERMINED, "not the same is known of each of the things that are listed")
        told.roles["rows"] = ["rows", rows]
    called = _named(clauses, "calls") - _named(clauses, "tells")
    missing = sorted(want for want in called if not _has(told.roles, want))
    if missing:
        return Abstain(Code.UNDERDETERMINED, f"spoken of, but not given: {', '.join(missing)}")
    told.ask = asks.pop()
    return told


def _resumed(clauses: list[Clause]) -> bool:
    """True where a question is asked, then something else is told, and then another is asked, be it for the same."""
    asked = [place for place, clause in enumerate(clauses) if clause.tag.kind == "ask"]
    return any(
        clause.tag.kind != "ask"
        and any(not name.startswith("_") and not _entity(value) for name, value in clause.bindings)
        for clause in clauses[asked[0] : asked[-1]]
    )


def _amid(clauses: list[Clause]) -> bool:
    """True where a percentage stands between two of the things that are listed."""
    listed = [place for place, clause in enumerate(clauses) if clause.tag.kind == "each"]
    return bool(listed) and any(
        clause.tag.kind not in ("each", "part") and any(_percent(value) for _, value in clause.bindings)
        for clause in clauses[listed[0] : listed[-1]]
    )


def _percent(value: Json) -> bool:
    return isinstance(value, list) and value[:1] == ["pct"]


def _lists(clause: Clause) -> bool:
    """True for a question that lists what it is about: two of these are two questions, though both ask for the same."""
    return clause.tag.kind == "ask" and any(name == "basket" for name, _ in clause.bindings)


def _lone_payer(clause: Clause) -> bool:
    """True for a question about what one person does."""
    return clause.tag.kind == "ask" and any(
        name == "who" and isinstance(value, list) and value[0] == "person" and value[1] not in ("we", "they")
        for name, value in clause.bindings
    )


def _named(clauses: list[Clause], mark: str) -> set[str]:
    """What the words tell of ("40 *people*") or call for ("plus *tax*"), besides the roles that they fill."""
    return {value for clause in clauses for name, value in clause.bindings if name == mark}


def _has(roles: Mapping[str, Json], want: str) -> bool:
    """True when a role is filled that is ``want`` (one of ``off/voucher``) or begins with it (``tax``: ``tax_all``)."""
    return any(f"{role}_".startswith(f"{name}_") for name in want.split("/") for role in roles)


def _same_subjects(clauses: list[Clause]) -> Abstain | None:
    """Why the clauses do not speak of the same things and people, if they do not."""
    known: dict[str, Json] = {}
    for clause in clauses:
        for name, value in clause.bindings:
            listed = name == "item" and clause.tag.kind in ("each", "part")
            if _entity(value) and not listed and not name.startswith("_"):
                refusal = _put(known, name, value)
                if refusal:
                    return refusal
    return None


def _put(target: dict[str, Json], name: str, value: Json) -> Abstain | None:
    """Fill a role; filled twice, both fillers must be the same."""
    if name not in target:
        target[name] = value
        return None
    known = target[name]
    if _entity(known) and _entity(value):
        if not phrases.same(known, value):
            return Abstain(Code.UNSUPPORTED, f"the text speaks of '{known[-1]}' and of '{value[-1]}'")
        if phrases.pronoun(known):
            target[name] = value
        return None
    full = _full_date(known, value)
    if full is not None:
        target[name] = full
    elif known != value:
        return Abstain(Code.INCONSISTENT, f"two different values are given for the {name.strip('_').replace('_', ' ')}")
    return None


def _full_date(one: Json, other: Json) -> Json:
    """The date that is told with its year, of two that name the same day; None if they do not."""
    for short, full in ((one, other), (other, one)):
        dated = isinstance(short, list) and isinstance(full, list) and (short[:1], full[:1]) == (["md"], ["date"])
        if dated and len(short) == 3 and full[1][5:] == f"{short[1]:02d}-{short[2]:02d}":
            return full
    return None


def _entity(value: Json) -> bool:
    return isinstance(value, list) and bool(value) and value[0] in _ENTITIES


def _misfit(cases: list[Case], filled: set[str]) -> Abstain:
    for case in cases:
        missing = case.roles - filled
        if filled < case.roles and missing:
            wanted = ", ".join(sorted(name.replace("_", " ") for name in missing))
            return Abstain(Code.UNDERDETERMINED, f"not given: {wanted}")
    return Abstain(Code.UNSUPPORTED, "something that is given plays no part in what is asked")
