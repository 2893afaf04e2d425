"""Literals of what is said of a part of a group: *are reserved for staff*, *supported the new lane*."""

from __future__ import annotations

from suffice.symbolic.english import phrases
from suffice.symbolic.english.grammar import Grammar, Match, Parse

_BE = frozenset("are is were was 're have has had been being be got get".split())
_LIGHT = frozenset(  # words of a predicate that add nothing to what tells it from another
    "are is were was 're have has had been being be a an the for in at on with as of my our their his her its"
    " this that it by who which".split()
)
_CLOSED = frozenset(  # words that change how many are meant, deny it, or begin another clause
    "not n't never no none nobody nothing neither nor without half halves third thirds quarter quarters twice"
    " double doubled triple more less fewer most least all both each every per any some few many much several"
    " other others another rest remaining remainder except besides but unless until only just about around roughly"
    " nearly almost over under above below up down than then and or so if when while where whereas because"
    " although though which what who whom whose how why percent percentage pct % point points average mean total"
    " altogether either again also too extra additional further left did do does will would should could can may"
    " might must maybe perhaps expected likely supposed out off increase increased decrease decreased rise rose"
    " fall fell grow grew drop dropped compared versus instead rather hardly barely scarcely rarely seldom refused"
    " failed forgot declined lack lacked lacks there here one ones cost costs worth price priced paid pay pays".split()
)
_LONGEST = 8  # words of one predicate


def predicate(parse: Parse, index: int) -> list[Match]:
    """What a part of a group is or did -> ``["thing", "~", words]``; the same words mean the same part."""
    found: list[Match] = []
    words: list[str] = []
    at = index
    while at < parse.end and at - index < _LONGEST:
        token = parse.tokens[at]
        if token.kind != "word" or token.form in _CLOSED or not (token.form.isalpha() or token.form == "'re"):
            break
        if at == index and not _verb(token.form):
            break
        words += [token.form] if token.form not in _LIGHT else []
        at += 1
        if words:
            found.append((at, ["thing", "~", " ".join(words)]))
    return found


def trait(parse: Parse, index: int) -> list[Match]:
    """One word that tells a part of a group: *reserved* in *the number of reserved seats*."""
    if index >= parse.end:
        return []
    token = parse.tokens[index]
    if token.kind != "word" or token.form in _CLOSED or token.form in _LIGHT or not token.form.isalpha():
        return []
    return [(index + 1, ["thing", "~", token.form])]


def kind_word(parse: Parse, index: int) -> list[Match]:
    """A plural noun that tells a part of a group: *girls* in *how many girls?*"""
    form, known = parse.form(index), phrases.nouns()
    return [(index + 1, ["thing", "~", form])] if form in known and known[form] != form else []


_SERIAL = frozenset(  # what is done to one thing after another, so that twice as many take twice as long
    "clean mark grade read wrap iron paint write sew assemble inspect check type edit proofread label pack peel scan"
    " sign process review weed vacuum mow fold stamp laminate translate tune polish plant unpack make".split()
)
_SERIAL_PAST = {"read": "read", "wrote": "write", "signed": "sign", "made": "make", "wrapped": "wrap"}


def serial(parse: Parse, index: int) -> list[Match]:
    """What is done to one thing after another, as a thing, so that two of them are two jobs: *clean*, *cleaned*."""
    form = parse.form(index)
    verb = form if form in _SERIAL else _SERIAL_PAST.get(form, form.removesuffix("d"))
    verb = verb if verb in _SERIAL else form.removesuffix("ed")
    return [(index + 1, ["thing", f"~{verb}", verb])] if verb in _SERIAL else []


def _verb(form: str) -> bool:
    """True for what may begin a predicate: a form of be or have, a past form, or a verb often asked of groups."""
    return form in _BE or form in _VERBS or (form.endswith("ed") and len(form) > 3)


_VERBS = frozenset(
    "support like want prefer own use live work study play speak wear drive cycle walk eat drink read take come go need"
    " say said know think feel won lost came went took drove ate drank bought sold sent gave chose read wrote swam ran"
    " found brought made built wore spoke kept left broke paid voted belong commute smoke exercise attend belongs live"
    " drives works lives plays uses owns likes wants prefers studies speaks wears cycles walks eats drinks takes comes"
    " goes passed understood saw heard rode taught thought felt agree agreed contain contains hold".split()
)


def plain_group(parse: Parse, index: int) -> list[Match]:
    """A group named by nouns alone, so that no adjective makes it a part of itself: marbles, the year group."""
    known = phrases.nouns()
    return [
        (end, value)
        for end, value in parse.match("thing", index)
        if value[1] != "it" and all(word in known or word == "of" for word in value[2].split())
    ]


_POSSESSIVES = frozenset("my our your his her their".split())


def bare_valued(parse: Parse, index: int) -> list[Match]:
    """A thing or a figure by its name with nobody's possessive before it; whose it is stands apart."""
    if parse.form(index) in _POSSESSIVES:
        return []
    return [*parse.match("thing", index), *parse.match("priced", index)]


_KINDS = frozenset(
    "agent's cleaning down booking handling agency platform transaction service card management broker's selling"
    " seller import stamp late cancellation withholding finder's estate letting brokerage sales security holding"
    " annual".split()
)
_CUTS = frozenset(
    "commission fee deposit payment royalty royalties bonus cut tax surcharge duty charge donation tithe".split()
)


def charge_name(parse: Parse, index: int) -> list[Match]:
    """What a percentage of an amount is called: commission, cleaning fee, down payment."""
    at = index
    while parse.form(at) in _KINDS or (parse.form(at) in ("agent", "broker", "finder") and parse.form(at + 1) == "'s"):
        at += 2 if parse.form(at + 1) == "'s" else 1
        if at - index > 4:
            return []
    head = parse.form(at)
    if head not in _CUTS or (at == index and head in ("tax", "payment", "duty", "charge", "cut")):
        return []
    words = [parse.form(k) for k in range(index, at + 1) if parse.form(k) != "'s"]
    return [(at + 1, ["thing", head, " ".join(words)])]


_UTILITIES = frozenset("gas electricity water phone internet heating broadband power mobile energy".split())


def utility(parse: Parse, index: int) -> list[Match]:
    """What a household pays for: electricity, the water bill."""
    form = parse.form(index)
    if form not in _UTILITIES:
        return []
    end = index + 1 + (parse.form(index + 1) == "bill")
    return [(end, ["label", form])] if end > index + 1 else []


def install(grammar: Grammar) -> None:
    grammar.literals |= {
        "predicate": predicate,
        "trait": trait,
        "kind_word": kind_word,
        "serial": serial,
        "plain_group": plain_group,
        "bare_valued": bare_valued,
        "charge_name": charge_name,
        "utility": utility,
    }
    grammar.openers |= {
        "plain_group": frozenset(("<thing>",)), "bare_valued": frozenset(("<thing>", "<priced>")),
        "charge_name": _KINDS | _CUTS | {"agent", "broker", "finder"}, "utility": _UTILITIES,
    }  # fmt: skip
