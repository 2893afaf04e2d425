"""Verbs of what is done in turn, in all their forms: is interviewed, must unload, cannot be scheduled.

They are open class: what a text's scene says is done (seven songs are *performed* one at a time) is a word for having a
place; any other says that X did it before Y. Literals: ``act`` (auxiliaries and verb), ``act_plain`` (its bare form).
"""

from __future__ import annotations

from functools import cache

from suffice.records import Json
from suffice.symbolic.english.grammar import Match, Parse
from suffice.symbolic.ordering.roster import OrderParse, Roster
from suffice.symbolic.ordering.verbs import Form, bases, forms

_TURNS = frozenset(  # said of what is scheduled: whichever of them is used, it is the same order
    "deliver give hold occur perform play present read schedule serve service show sing speak talk visit deal".split()
)
_OWN = {"arrive": "arrive", "depart": "leave", "appear": "static"}  # the scales of their own rules
_BE = frozenset("is are 's was were gets get got".split())
_MUST = frozenset("must will shall".split())
_TO = frozenset("has have is are".split())
_NOT = frozenset(("not", "n't"))
_SMALL = frozenset("also always each both all".split())


@cache
def openers() -> frozenset[str]:
    return (
        frozenset(forms()) | _BE | _MUST | _TO | frozenset("do does did can ca has have wo could cannot been".split())
    )


def act(parse: Parse, index: int) -> list[Match]:
    """Auxiliaries and a verb -> what they say: ``{"vb": "turn" | "act interview", "neg": ...}``."""
    found: list[Match] = []
    for at, form, kinds, said in _auxiliaries(parse, index):
        known = forms().get(form) or _scenic(parse, form)
        if known is not None and kinds & known.kinds:
            found += _ended(parse, at + 1, known.base, said)
    return found


def _scenic(parse: Parse, form: str) -> Form | None:
    """The participle of a verb that no table holds, but the scene of a game: will be appointed."""
    said = isinstance(parse, OrderParse) and parse.roster.game and form in parse.roster.scenic and form.endswith("ed")
    return Form(form, frozenset(("done",))) if said else None


def act_plain(parse: Parse, index: int) -> list[Match]:
    """A verb after does, must, could: interview, be interviewed."""
    passive = parse.form(index) == "be"
    known = forms().get(parse.form(index + passive)) or _scenic(parse, parse.form(index + passive))
    if known is None or ("done" if passive else "base") not in known.kinds:
        return []
    return _ended(parse, index + 1 + passive, known.base, {})


def act_done(parse: Parse, index: int) -> list[Match]:
    """A participle after is or was and the subject: (was Ann) interviewed; also performing."""
    form = parse.form(index)
    known = forms().get(form) or _scenic(parse, form)
    if known is not None and "done" in known.kinds:
        return _ended(parse, index + 1, known.base, {})
    if form.endswith("ing") and form in bases():
        return _ended(parse, index + 1, bases()[form], {})
    return []


def _auxiliaries(parse: Parse, index: int) -> list[tuple[int, str, frozenset[str], dict[str, Json]]]:
    """(index of the verb, its word, the kinds of form that fit, what the auxiliaries say)."""
    form, then = parse.form(index), parse.form(index + 1)
    active, passive, bare = (frozenset[str](kinds.split()) for kinds in ("base third past", "done", "base"))
    found: list[tuple[int, str, frozenset[str], dict[str, Json]]] = []
    found += [(index, form, active, {})] if form in forms() else []
    if form in _BE or (form in ("has", "have") and then == "been"):
        been = form in ("has", "have")
        at = index + 1 + been
        negative = parse.form(at) in _NOT
        at += negative
        said: dict[str, Json] = {"neg": True} if negative else {}
        found.append((at, parse.form(at), passive, said))
        if parse.form(at) == "being":
            found.append((at + 1, parse.form(at + 1), passive, said))
        elif parse.form(at) == "to" and parse.form(at + 1) == "be" and not negative:
            found.append((at + 2, parse.form(at + 2), passive, said))
        elif parse.form(at).endswith("ing") and parse.form(at) in bases():
            found.append((at, bases()[parse.form(at)], bare, said))
    if form in ("do", "does", "did") and then in _NOT:
        found.append((index + 2, parse.form(index + 2), bare, {"neg": True}))
    negative = form in ("cannot", "ca", "wo") or (form in (*_MUST, "can", "could") and then in _NOT)
    if form in _MUST or negative:
        at = index + 1 + (negative and form != "cannot")
        said = {"neg": True} if negative else {}
        found.append((at, parse.form(at), bare, said))
        if parse.form(at) == "be":
            found.append((at + 1, parse.form(at + 1), passive, said))
            if parse.form(at + 1).endswith("ing") and parse.form(at + 1) in bases():
                found.append((at + 1, bases()[parse.form(at + 1)], bare, said))
    if form in ("has", "have") and then == "to":
        found.append((index + 2, parse.form(index + 2), bare, {}))
        if parse.form(index + 2) == "be":
            found.append((index + 3, parse.form(index + 3), passive, {}))
    return [(at, word, kinds, said) for at, word, kinds, said in found if at < parse.end]


def _ended(parse: Parse, end: int, base: str, said: dict[str, Json]) -> list[Match]:
    """The verb, perhaps with its particle (washes up) and with what the scene says it is done to (views the site)."""
    roster = parse.roster if isinstance(parse, OrderParse) else Roster()
    verb = _OWN.get(base) or ("turn" if base in _TURNS or base in roster.acts else f"act {base}")
    found: list[Match] = [(end, {"vb": verb, **said})]
    if parse.form(end) in ("up", "out"):
        found.append((end + 1, {"vb": f"{verb} {parse.form(end)}" if verb.startswith("act") else verb, **said}))
    led = end + (parse.form(end) in ("from", "into", "at") and roster.game)
    if roster.scenic and parse.form(led) in ("the", "a", "an", "her", "his", "their", "its"):
        at = led + 1
        while at < parse.end and parse.form(at) in roster.scenic and at - end < 5:
            at += 1
            found.append((at, {"vb": verb, **said}))
    return found
