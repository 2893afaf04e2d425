"""Answers a Problem of rules with a proof for what follows and a world for what does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from suffice.records import Abstain, Code, Json
from suffice.symbolic.rules.amounts import Amount, as_formula, leaves
from suffice.symbolic.rules.forms import Forms, TooMany
from suffice.symbolic.rules.ground import ANYBODY, about
from suffice.symbolic.rules.language import Formula, is_variable, parts, terms
from suffice.symbolic.rules.phrasing import phrase
from suffice.symbolic.rules.prefer import Unclear, excepted
from suffice.symbolic.rules.prove import Theory, idle_rule
from suffice.symbolic.rules.reckon import Unlike, reckoned, shown
from suffice.symbolic.rules.rivals import rivals
from suffice.symbolic.rules.search import TooLong
from suffice.symbolic.rules.told import solved
from suffice.symbolic.solution import Solution

_MOST_NAMED = 12  # clauses that clash
_WORDS = {True: ("Yes", "True"), False: ("No", "False"), None: ("Unknown", "Unknown")}


def solve(body: Mapping[str, Json]) -> Solution | Abstain:
    """INCONSISTENT names the fewest clauses that clash; UNDERDETERMINED what is not said; TOO_HARD is bounded."""
    ask = body["ask"]
    try:
        if body.get("told"):
            return _told(body, ask["truth"])
        if body.get("prefer"):
            body = {**body, "clauses": excepted(body["clauses"], body["prefer"])}
        if "truth" in ask:
            return _truth(body, about(ask["truth"], ANYBODY) if _general(ask["truth"]) else ask["truth"])
        if "who" in ask:
            return _who(body, ask["who"])
        if "value" in ask:
            return _value(body, ask["value"])
        return _options(body, ask["options"], ask["must"])
    except Unclear as error:
        return Abstain(Code.UNSUPPORTED, f"precedence between the rules is not clear: {error}")
    except (TooMany, TooLong, RecursionError):
        return Abstain(Code.TOO_HARD, "the rules come to more cases than are looked at")


def _told(body: Mapping[str, Json], asked: Formula) -> Solution | Abstain:
    """By applying the rules forwards; refused where logic without precedence says otherwise."""
    found = solved(body, asked)
    if isinstance(found, Abstain):
        return found
    holds, steps = found
    form = body.get("form", {})
    if form.get("worded"):
        plain = Theory(body["clauses"], [asked])
        follows = plain.entails(asked) if plain.consistent() else None
        if follows is not None and follows is not holds:
            says = f"by logic it follows that {phrase(asked if follows else ['not', asked])}"
            return Abstain(Code.AMBIGUOUS, f"{says}, but not by applying the rules forwards")
    if holds is None and ("unknown" not in form or form.get("decided")):
        return Abstain(Code.UNDERDETERMINED, f"no rule decides whether {phrase(asked)}")
    word = _word(holds, form)
    return Solution(word, _sentence(holds, asked, word), _shown(steps))


def _general(formula: Formula) -> bool:
    return any(map(is_variable, terms(formula)))


def _theory(body: Mapping[str, Json], asked: Sequence[Formula]) -> Theory | Abstain:
    forms = Forms()
    theory = Theory(body["clauses"], asked, forms)
    if theory.consistent():
        if not body.get("form", {}).get("worded"):
            return theory
        idle = idle_rule(body["clauses"], forms)
        against = rivals(body["clauses"], asked, forms) if idle is None else None
        if against is not None:
            told = "; ".join(str(rule.get("text") or phrase(rule["then"])) for rule in against)
            return Abstain(Code.AMBIGUOUS, f"nothing says which of these gives way where both may apply: {told}")
        if idle is None:
            return theory
        says = str(idle.get("text") or phrase(idle["then"]))
        return Abstain(Code.INCONSISTENT, f"by the other rules nobody can be as this one supposes: {says}")
    clash = _least_clash(list(body["clauses"]), asked)
    named = "; ".join(str(clause.get("text") or phrase(clause["then"])) for clause in clash[:_MOST_NAMED])
    more = f"; and {len(clash) - _MOST_NAMED} more" if len(clash) > _MOST_NAMED else ""
    return Abstain(Code.INCONSISTENT, f"these cannot all be so: {named}{more}")


def _least_clash(clauses: list[Json], asked: Sequence[Formula]) -> list[Json]:
    """Clauses that clash, none of which can be left out."""
    kept = list(clauses)
    for clause in clauses if len(clauses) <= 150 else []:
        fewer = [one for one in kept if one is not clause]
        if fewer and not Theory(fewer, asked).consistent():
            kept = fewer
    return kept


def _truth(body: Mapping[str, Json], asked: Formula) -> Solution | Abstain:
    theory = _theory(body, [asked])
    if isinstance(theory, Abstain):
        return theory
    facts: dict[str, Json] = {"world": theory.world().to_json()}
    holds: bool | None = None
    steps = theory.proof(asked, True)
    if steps is not None:
        holds = True
    else:
        facts["without"] = theory.world().to_json()
        steps = theory.proof(asked, False)
        if steps is not None:
            holds = False
        else:
            facts["with"] = theory.world().to_json()
            steps = []
    if holds is not None and "unknown" in body.get("form", {}) and theory.forwards(asked) is not holds:
        says = f"it follows that {phrase(asked if holds else ['not', asked])}, but not by applying the rules forwards"
        return Abstain(Code.AMBIGUOUS, f"{says}: some would call that unknown")
    if holds is None and ("unknown" not in body.get("form", {}) or body["form"].get("decided")):
        return Abstain(Code.UNDERDETERMINED, f"it does not follow that {phrase(asked)}, nor that it is not so")
    word = _word(holds, body.get("form", {}))
    return Solution(word, _sentence(holds, asked, word), _shown(steps), facts)


def _word(holds: bool | None, form: Mapping[str, Json]) -> str:
    """How the form wants the answer: a label, or Yes and No, or True and False."""
    kind = {True: "true", False: "false", None: "unknown"}[holds]
    if "labels" in form:
        return str(form["labels"][kind])
    if holds is None:
        return str(form["unknown"])
    return _WORDS[holds][0 if form.get("yesno", True) else 1]


def _sentence(holds: bool | None, asked: Formula, word: str) -> str:
    if holds is None:
        return f"{word}: neither it nor its opposite follows."
    return f"{word}: {phrase(asked) if holds else phrase(['not', asked])}."


def _who(body: Mapping[str, Json], asked: Formula) -> Solution | Abstain:
    names = list(dict.fromkeys(t for clause in body["clauses"] for t in _named(clause)))
    each = {name: about(asked, name) for name in names}
    theory = _theory(body, list(each.values()))
    if isinstance(theory, Abstain):
        return theory
    facts: dict[str, Json] = {"world": theory.world().to_json()}
    found: list[str] = []
    steps: list[dict[str, Json]] = []
    for name, formula in each.items():
        proof = theory.proof(formula, True)
        if proof is not None:
            found.append(name)
        else:
            theory.world()
            proof = theory.proof(formula, False)
        if proof is None:
            return Abstain(Code.UNDERDETERMINED, f"it is not said whether {phrase(formula)}")
        steps += proof
    if not found:
        return Abstain(Code.UNDERDETERMINED, "it holds for nobody who is named")
    if body.get("form", {}).get("one") and len(found) > 1:
        return Abstain(Code.UNDERDETERMINED, f"one is asked for and it holds for {len(found)}")
    value = ", ".join(map(_title, found))
    return Solution(value, f"{value}.", _shown(steps), facts)


def _value(body: Mapping[str, Json], amount: Amount) -> Solution | Abstain:
    needed = list(dict.fromkeys(leaves(amount)))
    says = {leaf: _candidates(body["clauses"], *leaf) for leaf in needed}
    theory = _theory(body, [formula for formulas in says.values() for formula in formulas])
    if isinstance(theory, Abstain):
        return theory
    facts: dict[str, Json] = {"world": theory.world().to_json(), "values": []}
    known: dict[tuple[str, str], Json] = {}
    steps: list[dict[str, Json]] = []
    for leaf, formulas in says.items():
        for formula in formulas:
            proof = theory.proof(formula, True)
            if proof is None:
                theory.world()
                continue
            if leaf in known:
                return Abstain(Code.INCONSISTENT, f"the {leaf[0]} of {leaf[1]} is told in measures that do not compare")
            known[leaf] = formula[3]
            facts["values"].append([*leaf, formula[3]])
            steps += proof
        if leaf not in known:
            return Abstain(Code.UNDERDETERMINED, f"it is not said what the {leaf[0]} of {leaf[1]} is")
    try:
        value = shown(*reckoned(amount, known))
    except Unlike as error:
        return Abstain(Code.UNSUPPORTED, str(error))
    if value is None:
        return Abstain(Code.UNSUPPORTED, "it does not come out even")
    return Solution(value, f"{value}{_cited(body, steps)}.", _shown(steps), facts)


def _candidates(clauses: Sequence[Mapping[str, Json]], attribute: str, name: str) -> list[Formula]:
    """What the clauses say that the attribute of the name may be."""
    found: dict[str, Formula] = {}
    for part in (part for clause in clauses for part in parts(clause["then"])):
        told = tuple(part[:2]) == ("cmp", "eq") and part[2][0] == attribute
        if told and (part[2][1] == name or is_variable(part[2][1])):
            found.setdefault(repr(part[3]), as_formula(attribute, name, part[3]))
    return list(found.values())


def _cited(body: Mapping[str, Json], steps: Sequence[Mapping[str, Json]]) -> str:
    """The words of the rules that a proof rests on, to be put behind an answer."""
    used = [body["clauses"][n] for n in sorted({s["expr"][1] for s in steps if s["expr"][0] == "clause"})]
    texts = [str(clause["text"]).rstrip(".") for clause in used if "if" in clause and clause.get("text")]
    return f", by: {'; '.join(texts)}" if texts else ""


def _options(body: Mapping[str, Json], options: Sequence[Formula], must: str) -> Solution | Abstain:
    theory = _theory(body, options)
    if isinstance(theory, Abstain):
        return theory
    facts: dict[str, Json] = {"world": theory.world().to_json(), "worlds": []}
    right: list[int] = []
    steps: list[dict[str, Json]] = []
    cited = ""
    for number, option in enumerate(options):
        proof = theory.proof(option, must == "follow")
        if proof is None:
            facts["worlds"].append(theory.world().to_json())
        else:
            facts["worlds"].append(None)
            steps += proof
            cited = _cited(body, proof) if must == "follow" else ""
        if (proof is None) == (must == "stand"):
            right.append(number)
    if len(right) != 1:
        return Abstain(Code.UNDERDETERMINED, f"{len(right)} of the options fit, not one")
    labels = body.get("form", {}).get("labels")
    value = str(labels[right[0]]) if labels else str(right[0] + 1)
    return Solution(value, f"{value}: {phrase(options[right[0]])}{cited}.", _shown(steps), facts)


def _named(clause: Mapping[str, Json]) -> list[str]:
    return [t for key in ("if", "then") if key in clause for t in terms(clause[key]) if not is_variable(t)]


def _title(name: str) -> str:
    if name.startswith(("the ", "my ", "our ")) or name[-1:].isdigit():
        return name
    return " ".join(word[:1].upper() + word[1:] for word in name.split())


def _shown(steps: Sequence[dict[str, Json]]) -> tuple[dict[str, Json], ...]:
    return tuple({**step, "shown": "" if step["value"] is None else phrase_of(step["value"])} for step in steps)


def phrase_of(value: Json) -> str:
    if value[0] == "never":
        return f"not shown: {phrase(value[1])}"
    return "a contradiction" if value == ["contradiction"] else phrase(value)
