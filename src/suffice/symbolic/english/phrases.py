"""Noun phrases and names: open-class words that carry no arithmetic or calendar meaning.

A noun phrase is a determiner, harmless adjectives and nouns of the lexicon, and perhaps ``of`` and
another such phrase. Words that change a meaning (half, total, other, previous, ...) are not in the
lexicon, so a phrase that holds one is not read here. Sources of the lexicon: ``data/README.md``.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from suffice.symbolic.english.grammar import CAPITAL, LEXICON, Grammar, Match, Parse

_DETERMINERS = frozenset("a an the my our your his her their its this that these those".split())
_PRONOUNS = frozenset("it this that these those".split())
_PEOPLE = frozenset("i we you he she they me us him her them".split())
_TAILS = frozenset("plus split shared minus less at".split())
_THIRD = frozenset("he she they".split())
_NOBODY = frozenset(  # capitals or not, these are nobody's names
    "nobody noone none neither nothing everybody everyone somebody someone anybody anyone all both each either half"
    " most many few several some any no not never hardly barely scarcely rarely seldom almost nearly maybe perhaps"
    " possibly unlike except without only even just nor whoever who which what whatever niemand keiner nadie"
    " personne".split()
)
_OWNERS = {"my": "i", "our": "we", "your": "you", "his": "he", "her": "she", "their": "they"}
_NO_WARES = frozenset(
    "deposit income wage salary revenue debt loan budget allowance grant donation bonus receipt note bill quote"
    " quotation purchase order customer shop store member seller broker buyer person number delivery postage shipping"
    " freight handling courier basket cart invoice rent premium subscription membership trip journey plan".split()
)
_PLACES = frozenset(  # where people work: said of a fact, they name no second thing that is counted or priced
    "ward clinic hospital surgery practice office kitchen warehouse store shop depot studio restaurant café cafe"
    " canteen school department firm company agency bakery bar pub hotel salon workshop factory plant yard site lab"
    " garage pharmacy classroom team".split()
)
_COUNTED = frozenset(("person", "head", "item", "unit", "piece"))  # never without a word before them
_SHIRTS = ("shirt", "shirts")
_LONGEST = 5  # words of one noun phrase
_THING = frozenset(("<thing>",))


@cache
def nouns() -> dict[str, str]:
    """Every noun form of the lexicon -> its singular."""
    forms: dict[str, str] = {}
    for line in _lines("nouns.txt"):
        singular, _, plural = line.partition(" ")
        forms.setdefault(singular, singular)
        forms.setdefault(plural or singular + "s", singular)
    return forms


@cache
def adjectives() -> frozenset[str]:
    return frozenset(_lines("adjectives.txt"))


@cache
def lexicon() -> frozenset[str]:
    """Every noun form and adjective."""
    return adjectives().union(nouns())


def _lines(name: str) -> list[str]:
    text = files("suffice.symbolic.english").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def thing(parse: Parse, index: int) -> list[Match]:
    """A noun phrase -> ``["thing", head noun in the singular, all words]``; pronouns -> head ``it``."""
    found: list[Match] = []
    form = parse.form(index)
    if form in _PRONOUNS:
        found.append((index + 1, ["thing", "it", form]))
    start = index + 1 if form in _DETERMINERS else index
    for end, head, words in _nominal(parse, start):
        if start == index and words in _COUNTED:
            continue  # "each" or "per" is missing before it
        found.append((end, ["thing", head, words]))
        if parse.form(end) == "of":
            after = end + 2 if parse.form(end + 1) in _DETERMINERS else end + 1
            for far, _, more in _nominal(parse, after):
                found.append((far, ["thing", head, f"{words} of {more}"]))
    return found


def _nominal(parse: Parse, start: int) -> list[tuple[int, str, str]]:
    """(end, head, words) for adjectives and nouns from ``start`` that end in a noun."""
    found: list[tuple[int, str, str]] = []
    known, modifiers = nouns(), adjectives()
    words: list[str] = []
    index = start
    while index < parse.end and len(words) < _LONGEST:
        token = parse.tokens[index]
        if token.form == "-" and words and token.glued and index + 1 < parse.end and parse.tokens[index + 1].glued:
            index += 1
            continue
        if token.form == "t" and not words and parse.form(index + 1) == "-" and parse.form(index + 2) in _SHIRTS:
            words.append("t")
            index += 1
            continue
        if token.kind != "word" or (token.form not in known and token.form not in modifiers):
            break
        words.append(token.form)
        index += 1
        if token.form in known:
            found.append((index, known[token.form], " ".join(words)))
    return found


def person(parse: Parse, index: int) -> list[Match]:
    """A person -> ``["person", name]``: a pronoun, or a capitalised name that is no word of the lexicon."""
    form = parse.form(index)
    if form in _PEOPLE:
        return [
            (index + 1, ["person", {"me": "i", "us": "we", "him": "he", "her": "she", "them": "they"}.get(form, form)])
        ]
    found: list[Match] = []
    end = index
    while end < min(parse.end, index + 2):
        token = parse.tokens[end]
        if (
            token.kind != "word"
            or not token.capital
            or not token.form.isalpha()
            or is_common(parse.grammar, token.form)
        ):
            break
        if token.form in _NOBODY or (end == index and not _named(parse, index)):
            break
        end += 1
        found.append((end, ["person", " ".join(t.form for t in parse.tokens[index:end])]))
    return found


def _named(parse: Parse, index: int) -> bool:
    """True when the capital at ``index`` makes a name: of a word that is often one, or where no capital is due."""
    form = parse.form(index)
    if form in given_names() or parse.form(index + 1) == ":":
        return True
    if _plain_capital(parse, index):
        return not form.endswith("ly")
    return any(
        token.form == form and token.capital and _plain_capital(parse, at)
        for at, token in enumerate(parse.tokens)
        if at != index
    )


def _plain_capital(parse: Parse, index: int) -> bool:
    """True when nothing but a name explains the capital: it is not the first word, and not one capital among many."""
    token = parse.tokens[index]
    if index in parse.text.starts or (token.raw.isupper() and len(token.raw) > 1):
        return False
    return index > 0 and (parse.tokens[index - 1].kind != "other" or parse.form(index - 1) == ",")


@cache
def given_names() -> frozenset[str]:
    """First names that a capital at the start of a sentence may be taken for."""
    return frozenset(name for line in _lines("given_names.txt") for name in line.split())


def single(parse: Parse, index: int) -> list[Match]:
    """A noun phrase that is one thing to buy: a shirt, the red jacket, milk, it."""
    return [match for match in _wares(parse, index) if not _plural(match[1])]


def several(parse: Parse, index: int) -> list[Match]:
    """A noun phrase that is certain things together: the shirts, these, my new boots."""
    found = [match for match in _wares(parse, index) if _plural(match[1])]
    return found if parse.form(index) in _DETERMINERS or parse.form(index) in _PRONOUNS else []


def kind(parse: Parse, index: int) -> list[Match]:
    """A noun phrase that is a sort of thing: shirts, garden chairs."""
    found = [match for match in _wares(parse, index) if _plural(match[1])]
    return found if parse.form(index) not in _DETERMINERS and parse.form(index) not in _PRONOUNS else []


def ware(parse: Parse, index: int) -> list[Match]:
    """A noun phrase that names something to buy, one or several; no pronoun."""
    return [match for match in _wares(parse, index) if match[1][1] != "it"]


def one_ware(parse: Parse, index: int) -> list[Match]:
    """One thing to buy by its name; no pronoun."""
    return [match for match in ware(parse, index) if not _plural(match[1])]


def this_ware(parse: Parse, index: int) -> list[Match]:
    """One certain thing to buy: the lamp, lamp, my lamp; not any lamp."""
    return one_ware(parse, index) if parse.form(index) not in ("a", "an", "this", "that") else []


def unit_ware(parse: Parse, index: int) -> list[Match]:
    """What a price of one is said of: a lamp, lamps, the lamp; not the lamps, whose price may be that of all."""
    plural_is_all = parse.form(index) in _DETERMINERS
    return [match for match in ware(parse, index) if not (plural_is_all and _plural(match[1]))]


def _wares(parse: Parse, index: int) -> list[Match]:
    """Noun phrases but those headed by money itself, by papers about it and by services that are charged on top."""
    return [match for match in parse.match("thing", index) if match[1][1] not in _NO_WARES]


def _plural(thing: list[str]) -> bool:
    if thing[1] == "it":
        return thing[2] in ("they", "them", "these", "those")
    return thing[2].partition(" of ")[0].split()[-1] != thing[1]


def hung(parse: Parse, index: int) -> list[Match]:
    """Nothing at all, before a word that hangs a clause on the one before: *plus* tax, *split* four ways."""
    return [(index, {})] if parse.form(index) in _TAILS else []


def owner(parse: Parse, index: int) -> list[Match]:
    """Whose something is, as a person or thing: ``my`` -> ``["person", "i"]``, ``Tom 's``, ``the driver 's``."""
    known = _OWNERS.get(parse.form(index))
    found: list[Match] = [(index + 1, ["person", known])] if known else []
    for end, value in parse.match("person", index) + parse.match("thing", index):
        if parse.form(end) == "'s" and value[1] not in _PEOPLE and value[1] != "it":
            found.append((end + 1, value))
    return found


def own_place(parse: Parse, index: int) -> list[Match]:
    """A certain place of work: the ward, our shop; not any shop."""
    if parse.form(index) not in ("the", "our", "my", "this"):
        return []
    return [match for match in parse.match("thing", index) if match[1][1] in _PLACES]


def is_common(grammar: Grammar, form: str) -> bool:
    """True for a word that the grammar or the lexicon gives a meaning and that is no given name."""
    return form in _vocabulary(grammar) and form not in given_names()


@cache
def _vocabulary(grammar: Grammar) -> frozenset[str]:
    """Words that the grammar or the lexicon gives a meaning: no names."""
    return frozenset(grammar.words()) | frozenset(nouns()) | adjectives()


def install(grammar: Grammar) -> None:
    found = (thing, person, owner, single, several, kind, hung, own_place, ware, unit_ware, one_ware, this_ware)
    grammar.literals |= {literal.__name__: literal for literal in found}
    grammar.lexicon = lexicon()
    grammar.openers |= dict.fromkeys(
        ("single", "several", "kind", "ware", "unit_ware", "one_ware", "this_ware"), _THING
    )
    grammar.openers |= {
        "thing": _DETERMINERS | _PRONOUNS | {"t", LEXICON}, "person": _PEOPLE | {CAPITAL}, "hung": _TAILS,
        "owner": _OWNERS.keys() | {"<person>", "<thing>"}, "own_place": frozenset(("the", "our", "my", "this")),
    }  # fmt: skip


def same(left: list[str], right: list[str]) -> bool:
    """True when two mentions may be taken for the same thing or person."""
    if "it" in (left[1], right[1]):
        return True
    if "person" in (left[0], right[0]):
        if left[:2] == right[:2]:
            return True
        one, other = (left, right) if left[0] == "person" and left[1] in _THIRD else (right, left)
        return one[0] == "person" and one[1] in _THIRD and other[1] not in _PEOPLE and other[1] != "it"
    if left[1] != right[1]:
        return False
    singular = nouns()
    one, two = ({singular.get(word, word) for word in mention[2].split() if word != "of"} for mention in (left, right))
    return one <= two or two <= one


def pronoun(mention: list[str]) -> bool:
    return mention[1] == "it" or (mention[0] == "person" and mention[1] in _THIRD)


def unclear_person(values: list[object]) -> bool:
    """True when he, she or they may be one of several people that are named."""
    people = {value[1] for value in values if isinstance(value, list) and value and value[0] == "person"}
    return bool(people & _THIRD) and (len(people - _PEOPLE) > 1 or len(people & _THIRD) > 1)
