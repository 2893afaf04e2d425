"""Who is spoken to, who signs, and for whom an assistant works: names that play no part in a task.

Literals: ``addressee`` (after "Dear"), ``lone_name`` (a signature line), ``company`` (a business name),
``bot`` (a program), ``trade`` (a noun phrase for a line of work). Places and nationalities are none of these: where a
business stands may decide its holidays, its clock or its language.
"""

from __future__ import annotations

from suffice.symbolic.english import phrases
from suffice.symbolic.english.grammar import CAPITAL, Grammar, Match, Parse

_TITLES = frozenset("mr mrs ms miss mx dr prof professor sir madam".split())
_CALLED = frozenset(  # what may follow a name that is called without a comma
    "can could would will what how when where which who why please i we if is are do does quick just my our hope"
    " a the thanks for so this".split()
)
_MARKS = frozenset(", - : ; ! . ? )".split())
_SIGNING = frozenset(
    "thanks thank you regards cheers best wishes thx sincerely love advance ty yours ta faithfully rgds br kr tia"
    " appreciated help day weekend thankyou truly".split()
)
_FIRMS = frozenset(
    "ltd limited inc llc llp plc gmbh ag co corp corporation group bv sa ab as oy holdings partners it hr".split()
)
_PROGRAMS = ("bot", "gpt", "assistant", "helper", "desk", "calc", "calculator", "agent")
_NATIONS = frozenset(  # places that zone names do not hold, languages and peoples that the lexicon does not hold
    "africa alabama alaska alberta america arabic arizona arkansas asia australia basque bavaria bengali"
    " brazil britain buddhist california canada carolina catalan catalonia christian colorado connecticut"
    " dakota delaware england english esperanto eu europe farsi florida french gaelic georgia georgian german"
    " germany hampshire hawaii hebrew hesse hindi hindu icelandic idaho illinois indiana indonesia iowa islamic"
    " italian jersey jewish kansas kentucky kingdom latin louisiana maine mandarin manitoba maryland"
    " massachusetts mexico michigan minnesota mississippi missouri montana muslim nebraska nevada ohio oklahoma"
    " ontario oregon pennsylvania persian polish quebec queensland rhode russia saxony scotland spanish states"
    " swahili tamil tasmania tennessee texas u.k. u.s. u.s.a. uk urdu us usa utah vermont victoria virginia"
    " wales washington wisconsin wyoming yiddish".split()
)
_PEOPLES = frozenset(  # of the lexicon's adjectives, those that say where or in which language
    "african american argentinian asian australian austrian bavarian belgian bilingual brazilian british"
    " bulgarian canadian caribbean chilean chinese colombian croatian cuban cypriot czech danish dutch egyptian"
    " english estonian european finnish foreign french german greek hawaiian hungarian icelandic indian"
    " indonesian international iranian iraqi irish islamic israeli italian jamaican japanese jewish jordanian"
    " kenyan korean latvian lebanese lithuanian malaysian maltese mediterranean mexican moroccan multilingual"
    " nigerian nordic norwegian overseas pakistani persian peruvian portuguese romanian russian scandinavian"
    " scottish serbian siberian sicilian singaporean slovak slovenian spanish swedish swiss syrian taiwanese"
    " thai tunisian turkish ukrainian venetian vietnamese viking welsh".split()
)


def addressee(parse: Parse, index: int) -> list[Match]:
    """The name that a greeting calls: titles and up to three capitalised words, at a mark or before a request."""
    found: list[Match] = []
    at = index
    while parse.form(at) in _TITLES:
        at += 1
        at += parse.form(at) == "."
    if at > index:
        found.append((at, "name"))
    for end in range(at + 1, at + 4):
        if not _capitalised(parse, end - 1):
            break
        if _ends(parse, end):
            found.append((end, "name"))
    return found


def lone_name(parse: Parse, index: int) -> list[Match]:
    """A signature: one to three capitalised words that are the whole last sentence, after a line that signs off."""
    sentences = parse.text.sentences
    if (
        not sentences
        or index != sentences[-1].start
        or parse.end != sentences[-1].end
        or not 1 <= parse.end - index <= 3
    ):
        return []
    if not all(_capitalised(parse, at) for at in range(index, parse.end)):
        return []
    before = index - 1
    while before >= 0 and parse.tokens[before].form in (",", ".", "!", "-", "*"):
        before -= 1
    dashed = index > 0 and parse.tokens[index - 1].form == "-" and len(sentences) > 1
    signed = before >= 0 and parse.tokens[before].form in _SIGNING
    return [(parse.end, "name")] if signed or dashed else []


def company(parse: Parse, index: int) -> list[Match]:
    """A business name: one to four capitalised words, none of them a place, a people or a language."""
    found: list[Match] = []
    index += parse.form(index) == "the"
    for end in range(index + 1, index + 5):
        token = parse.tokens[end - 1] if end <= parse.end else None
        if token is None or token.kind != "word" or not (token.capital or token.form in _FIRMS):
            break
        if token.form in _NATIONS or token.form in _PEOPLES or parse.match("zone", end - 1):
            return []
        if len(token.form) > 1:
            found.append((end, "name"))
            if token.form in _FIRMS and parse.form(end) == "." and end < parse.end:
                found.append((end + 1, "name"))
    return found


def bot(parse: Parse, index: int) -> list[Match]:
    """The name of a program: one capitalised word that says so (InvoiceBot, DateHelper)."""
    if _capitalised(parse, index) and parse.form(index).endswith(_PROGRAMS) and parse.form(index) not in _PROGRAMS:
        return [(index + 1, "name")]
    return []


def trade(parse: Parse, index: int) -> list[Match]:
    """A noun phrase for a line of work ("a small bakery", "the warehouse floor"), no place and no people."""
    found: list[Match] = []
    for end, value in parse.match("thing", index):
        if value[1] != "it" and not any(t.form in _PEOPLES or t.form in _NATIONS for t in parse.tokens[index:end]):
            found.append((end, "trade"))
    return list(dict.fromkeys(found))


_ROLE_OPENERS = frozenset(
    "you act assistant assistants helper bot desk calculator this helps help answers answer handles assists supports"
    " the a an your our".split()
)
_ROLE_WORDS = frozenset(  # verbs and small words of a sentence that says what an assistant is there for
    "you are 're a an the our your their its this of for in on at inside into within behind from and or that"
    " who which about help helps answer answers handle handles assist assists support supports serve serves compute"
    " computes calculate calculates work works check checks process processes sit sits look"
    " looks deal deals built embedded used designed made based located helping answering handling supporting"
    " processing calculating computing checking serving users user people customers"
    " staff everyday basic simple quick small short mod , - 's ' &".split()
)
_ROLE_STYLES = frozenset(  # roles that would change the answer or its wording
    "pirate poet poetry rap rhyme shakespeare lying liar dishonest evil drunk opposite contrary reverse mirror"
    " sarcastic robot parrot joke comedian child toddler translator translation language code codes python json xml"
    " emoji yoda wizard game riddle trivia fictional imaginary fantasy unhelpful stupid confused careless wrong".split()
)
_ROLE_ACTS = frozenset("answer answers answering reply replies".split())
_ROLE_AIDS = frozenset("help helps helping assist assists support supports deal deals supporting".split())
_ROLE_RULES = ("subject_matter", "role_kind", "role_noun", "system_word", "helped")


def role_talk(parse: Parse, index: int) -> list[Match]:
    """A whole sentence that says what an assistant is or does, in harmless words: no figures, no rules, no style."""
    if parse.form(index) not in _ROLE_OPENERS or index >= parse.end:
        return []
    harmless = phrases.lexicon()
    reached = {index}
    for at in range(index, parse.end):
        if at not in reached:
            continue
        token = parse.tokens[at]
        form = token.form
        if (
            form in _ROLE_STYLES
            or form in _NATIONS
            or form in _PEOPLES
            or token.kind == "number"
            or parse.match("zone", at)
        ):
            return []
        before = parse.form(at - 1) if at > index else ""
        if form == "in" and (before in _ROLE_ACTS or parse.form(at + 1) not in ("a", "an", "the", "our", "their")):
            return []  # "answers in words", "works in cents" are rules
        if form == "with" and any(parse.form(k) in _ROLE_AIDS for k in range(index, at)):
            reached.add(at + 1)
        if form in _ROLE_WORDS or form in harmless or (token.capital and at > index and token.kind == "word"):
            reached.add(at + 1)
        for rule in _ROLE_RULES:
            reached.update(end for end, _ in parse.match(rule, at))
    return [(parse.end, "role")] if parse.end in reached else []


def _capitalised(parse: Parse, index: int) -> bool:
    if index >= parse.end:
        return False
    token = parse.tokens[index]
    return token.kind == "word" and token.capital and (len(token.form) > 1 or token.raw.isupper())


def _ends(parse: Parse, index: int) -> bool:
    return index >= parse.end or parse.form(index) in _MARKS or parse.form(index) in _CALLED


def install(grammar: Grammar) -> None:
    """Register these literals; ``trade`` needs that of phrases, ``company`` that of zones."""
    grammar.literals |= {
        "addressee": addressee, "lone_name": lone_name, "company": company, "bot": bot, "trade": trade,
        "role_talk": role_talk,
    }  # fmt: skip
    grammar.openers |= {
        "addressee": _TITLES | {CAPITAL}, "lone_name": frozenset((CAPITAL,)), "company": _FIRMS | {"the", CAPITAL},
        "role_talk": frozenset(_ROLE_OPENERS), "bot": frozenset((CAPITAL,)), "trade": frozenset(("<thing>",)),
    }  # fmt: skip
