"""Games in words: a state, numbered rules, which rule goes before which, and what follows from them.

A text is read here only if its question says that the answer is based on the state and the rules: then what is not told
makes no rule apply (see ``told.py``). Every sentence is a heading, a fact, a rule, a word on precedence or on the form
of the answer, or the question.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from itertools import combinations

from suffice.records import Abstain, Code, Json
from suffice.symbolic.rules import lexical
from suffice.symbolic.rules.deeds import NAME, Said, Unread, akin, creatures, entangled, whole
from suffice.symbolic.rules.frames import Rule, uncommented
from suffice.symbolic.rules.language import CONNECTIVES, Formula, parts, terms
from suffice.symbolic.rules.precedence import Ranking, pairs, ranking

_STATE = (
    r"(?:(?:current|present|initial|given) )?"
    r"(?:state of (?:the )?(?:game|play)|game state|state|situation|position|facts?)"
)
ASK = re.compile(
    rf"(?:based|going) (?:only |solely )?on (?:the )?{_STATE}(?:,| and) (?:the )?(?:game )?rules(?: of the game)?"
    r"(?:,? (?:and|with) (?:the |their )?(?:preferences?|priorit(?:y|ies)|precedence))?"
    r"(?: (?:above|given above|given))?, (?P<ask>[^?]+)\?",
    re.IGNORECASE,
)
_HEADING = re.compile(
    rf"(?:(?:and|now|here are|these are),? )?(?:the )?(?:{_STATE}|rules(?: of (?:the|this) game)?|game rules"
    r"|(?:preferences?|priorities|precedence)(?: (?:between|among|of) (?:the |these )?rules)?)"
    r"(?: (?:is|are) (?:as follows|the following|these|listed below|given below))?[.:]",
    re.IGNORECASE,
)
_INTRO = re.compile(
    r"(?:a few|some|several|two|three|four|five|six|\d+) (?P<who>players|animals|creatures) (?:are playing|play) "
    r"(?:an? |the |this )?(?:(?:board|card|party|strategy|new|old) ?)*games?\.",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:rule|r|section|clause) ?#?(\d{1,3}) ?[:.)-] ?|\(?(\d{1,3})[).:] ", re.IGNORECASE)
_OPENING = re.compile(r"(?:also|moreover|furthermore|in addition|additionally|besides|and),? ", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.?!:])\s+(?=[\"A-Z0-9(])|\n+\s*[-*•]?\s*")
_ANYBODY = frozenset(("creature", "living creature", "living being", "being", "animal"))

_GENERAL = lexical.WIDER | frozenset("dog cat beast monster monkey ape puppy kitten cub calf chick".split())
_MOST_PAIRS = 4  # of deeds that share words: each doubles the readings


class Unplayed(Exception):
    """Why a text is not read as a game."""


Remark = Callable[[str, dict[str, Json]], bool]  # whether a sentence is harmless; what it says of the form is put there


def read(source: str, form: dict[str, Json], offered: re.Pattern[str], remark: Remark) -> list[Json] | Abstain | None:
    """The bodies of Problems, why there is none, or None where the text is no game."""
    low = source.lower()
    if " rules" not in low or ("based " not in low and "going " not in low) or ASK.search(source) is None:
        return None
    try:
        body = _Game(source, form, offered, remark).body()
        return body if isinstance(body, Abstain) else _readings(body)
    except (Unplayed, Unread) as error:
        return Abstain(Code.NOT_MY_LANGUAGE, f"not understood: '{str(error)[:80]}'")


class _Game:
    def __init__(self, source: str, form: dict[str, Json], offered: re.Pattern[str], remark: Remark) -> None:
        self.remark = remark
        self.form = {**form, "worded": True}
        self.clauses: list[Json] = []
        self.names: list[str] = []  # of the rules, in order
        self.labels: list[int | None] = []
        self.rankings: list[Ranking] = []
        self.classes: set[str] = set()
        self.players = False
        self.asked = ""
        for piece in _pieces(uncommented(source)):
            self._take(piece, offered)

    def _take(self, piece: str, offered: re.Pattern[str]) -> None:
        asked = ASK.fullmatch(piece)
        if asked is not None:
            if self.asked:
                raise Unplayed(piece)
            self.asked = asked["ask"]
            return
        if _HEADING.fullmatch(piece):
            return
        if found := _INTRO.fullmatch(piece):
            self.players = found["who"].lower() == "players"
            self.classes |= {found["who"].lower()[:-1]} - {"player"}
            return
        if found := offered.fullmatch(piece.rstrip(".")):
            self.form["unknown"] = found[2].capitalize()
            self.form["yesno"] = found[1].lower() == "yes"
            return
        told = ranking(piece)
        if told is not None:
            self.rankings.append(told)
            return
        label = _LABEL.match(piece)
        text = piece[label.end() :] if label else piece
        rule = Rule(text)
        if len(rule.ways) == 1:
            self._rule(rule, text, int(label[1] or label[2]) if label else None)
        elif rule.ways or label is not None or not (self._facts(text) or self.remark(text, self.form)):
            raise Unplayed(piece)

    def _facts(self, text: str) -> bool:
        opening = _OPENING.match(text)
        bare = text[opening.end() :] if opening else text
        try:
            found = Rule().facts(bare[:1].upper() + bare[1:])
        except Unread:
            return False
        self.clauses += ({"then": said.formula(), "text": text} for said in found)
        return True

    def _rule(self, rule: Rule, text: str, label: int | None) -> None:
        name = f"Rule {label if label is not None else len(self.names) + 1}"
        if name in self.names or (self.labels and (label is None) != (self.labels[-1] is None)):
            raise Unplayed(text)
        self.names.append(name)
        self.labels.append(label)
        self.classes |= rule.classes
        self.clauses.append({**rule.ways[0], "name": name, "text": text})

    def body(self) -> Json | Abstain:
        if not self.asked or not self.clauses:
            raise Unplayed("facts, rules and one question are needed")
        told = {
            term for clause in self.clauses for key in ("if", "then") if key in clause for term in terms(clause[key])
        }
        ask = _question(self.asked, told).formula()
        prefer = pairs(self.rankings, [clause for clause in self.clauses if "name" in clause], self.labels)
        if prefer is None:
            return Abstain(Code.UNSUPPORTED, "precedence is told of rules that are not there")
        formulas = [clause[key] for clause in self.clauses for key in ("if", "then") if key in clause] + [ask]
        names = dict.fromkeys(term for formula in formulas for term in terms(formula) if term != "?x")
        for name in names:
            if not self._of_class(name):
                return Abstain(
                    Code.UNSUPPORTED, f"it is not said whether {name} is one of those that the rules speak of"
                )
            if any(other != name and other.split()[-1] == name.split()[-1] for other in names):
                return Abstain(Code.AMBIGUOUS, f"{name} may be one that has another name, too")
            if not self.players and len(names) > 1 and name.split()[-1] in _GENERAL:
                return Abstain(Code.AMBIGUOUS, f"{name} may be one of the others")
        atoms = [part for formula in formulas for part in parts(formula)]
        deeds = {atom[0] for atom in atoms}
        if any(len(atom) == 2 and not lexical.UNDOING.isdisjoint(atom[0].split()) for atom in atoms):
            return Abstain(Code.UNSUPPORTED, "somebody may be out of the game")
        if any(deed.startswith(("is a ", "is an ", "is the ", "is one ")) for deed in deeds):
            return Abstain(Code.UNSUPPORTED, "a game about kinds")
        return {"clauses": self.clauses, "prefer": prefer, "told": True, "ask": {"truth": ask}, "form": self.form}

    def _of_class(self, name: str) -> bool:
        """Whether the words for everybody that the rules use mean this one, too."""
        if self.classes <= ({"player"} if self.players else set()):
            return True
        return self.classes <= _ANYBODY | {"player"} and name.startswith("the ") and name.split()[-1] in creatures()


def _readings(body: Json) -> list[Json] | Abstain:
    """The body, and what it comes to if deeds that share words are one: hides her cards, hides the cards that she
    has; each such pair may be one or two."""
    formulas = [clause[key] for clause in body["clauses"] for key in ("if", "then") if key in clause]
    atoms = [part for formula in [*formulas, body["ask"]["truth"]] for part in parts(formula)]
    deeds = list(dict.fromkeys((atom[0], len(atom)) for atom in atoms))
    pairs_ = [(a, b) for (a, m), (b, n) in combinations(deeds, 2) if m == n and akin(a, b)]
    if any((m != n and (a == b or akin(a, b))) or entangled(a, b) for (a, m), (b, n) in combinations(deeds, 2)):
        return Abstain(Code.AMBIGUOUS, "what is done to somebody is also said in part")
    if len(pairs_) > _MOST_PAIRS:
        return Abstain(Code.AMBIGUOUS, f"{len(pairs_)} pairs of deeds share words and may be one")
    found: list[Json] = []
    for same in (chosen for size in range(len(pairs_) + 1) for chosen in combinations(pairs_, size)):
        one = {deed: deed for deed, _ in deeds}
        for a, b in same:
            one = {deed: one[a] if of == one[b] else of for deed, of in one.items()}
        clauses = [
            {key: _said(value, one) if key in ("if", "then") else value for key, value in clause.items()}
            for clause in body["clauses"]
        ]
        way = {**body, "clauses": clauses, "ask": {"truth": _said(body["ask"]["truth"], one)}}
        if way not in found:
            found.append(way)
    return found


def _said(formula: Formula, one: dict[str, str]) -> Formula:
    if formula[0] in CONNECTIVES:
        return [formula[0], *(_said(part, one) for part in formula[1:])]
    return [one[formula[0]], *formula[1:]]


def _question(text: str, told: set[str]) -> Said:
    """does the cat chase the dog; of somebody who is spoken of, if it can be read so"""
    first, _, rest = text.partition(" ")
    if first.lower() not in ("does", "will", "is"):
        raise Unplayed(text)
    found: list[Said] = []
    for pattern in (rf"{NAME}(?= )", r"the [a-z]+(?= )"):
        who = re.match(pattern, rest)
        with suppress(Unread):
            said = whole(f"{who[0]} {first.lower()} {rest[who.end() :].strip()}") if who else None
            if said is not None and said.positive and said not in found:
                found.append(said)
    ways = [said for said in found if said.subject in told] or found
    if len(ways) != 1:
        raise Unplayed(text)
    return ways[0]


def _pieces(source: str) -> list[str]:
    """Sentences; a rule that asks before it tells ("... ? Then ...") is one."""
    found: list[str] = []
    for part in _SENTENCE.split(source.strip()):
        part = part.strip()
        if found and _goes_on(found[-1], part):
            found[-1] = f"{found[-1]} {part}"
        elif part:
            found.append(part)
    return found


def _goes_on(before: str, after: str) -> bool:
    if _HEADING.fullmatch(before):
        return False
    if before.endswith("?"):
        return ASK.fullmatch(before) is None
    return before.endswith(":") or re.fullmatch(r"(?:.*\s)?\(?\d{1,2}\)|\d{1,2}\.", before) is not None
