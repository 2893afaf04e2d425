"""Whom pronouns and possessives speak of, judged over a whole text: a clash means that it is about two people.

The scenarios compare the people that their patterns capture. What no pattern captures (*her* speed, *his* tank) is
compared here: a pronoun needs somebody whom it can mean, one thing has one owner, and notes in the first person
("Ran 10 km") are not about someone whom only the question names.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from suffice.symbolic.english import phrases
from suffice.symbolic.english.grammar import Grammar
from suffice.symbolic.english.text import Sentence, Text

_PRONOUNS = {"he": "he", "him": "he", "his": "he", "himself": "he",
             "she": "she", "her": "she", "hers": "she", "herself": "she"}  # fmt: skip
_FIRST = frozenset("i my mine we our ours me us".split())
_OWNERS = {"my": "i", "our": "i", "your": "you", "his": "he", "her": "she", "their": "they"}
_KIN = {
    "he": "brother father dad daddy son husband uncle grandfather grandpa granddad grandson boyfriend nephew man boy"
    " king landlord gentleman guy stepfather stepson groom waiter actor prince",
    "she": "sister mother mum mom mummy mommy daughter wife aunt auntie grandmother grandma granny granddaughter"
    " girlfriend niece woman girl queen landlady lady stepmother bride waitress actress princess",
    "either": "accountant adult agent applicant architect artist assistant athlete author baby babysitter baker barber"
    " beginner bookkeeper boss builder buyer candidate carer carpenter cashier chef child cleaner clerk client coach"
    " colleague contractor cook cousin coworker customer cyclist dentist designer developer director doctor driver"
    " electrician employee employer engineer farmer fiancé fiancée flatmate freelancer friend gardener guest guide"
    " hairdresser hiker homeowner housemate instructor intern investor jogger judge kid lawyer learner lender manager"
    " mate mechanic member neighbor neighbour nurse officer owner painter parent partner passenger patient person"
    " photographer physio player plumber postman professor pupil reader roommate runner sailor saver scientist seller"
    " shopper singer someone somebody staff student supervisor swimmer tailor teacher teenager tenant therapist"
    " toddler trainer traveler traveller tutor twin vet visitor volunteer walker worker writer",
}
_KIND_OF = {noun: kind for kind, nouns in _KIN.items() for noun in nouns.split()}
_NOTED = frozenset(  # a sentence that begins with one of these speaks of its writer
    "ran drove walked cycled biked jogged hiked swam rode rowed flew travelled traveled bought paid spent earned worked"
    " saved sold ate drank read wrote scored got had made used gave lent borrowed invested ordered booked rented baked"
    " burned typed packed picked collected received started owe need want have".split()
)

_ASKING = frozenset("what whats how which when where who tell calculate work find give compute".split())
_AUX = frozenset("do did does will would can could should must have had am are was were shall".split())
_GREETED = frozenset("hi hello hey dear thanks regards cheers thank , morning afternoon evening".split())
_OWING = frozenset("owe owes cost costs charged".split())
_PAYING = frozenset("pay pays".split())
_PAYERS = frozenset("i we he she they you to have".split())


def is_person(noun: str) -> bool:
    """Whether a noun is a word for people: mother, driver."""
    return noun in _KIND_OF


def clash(grammar: Grammar, text: Text) -> str | None:
    """Why the people of ``text`` do not fit together, None if nothing speaks against them."""
    return _unmeant(grammar, text) or _two_owners(text) or _note_of_another(grammar, text)


def _unmeant(grammar: Grammar, text: Text) -> str | None:
    """A *he* or *she* that nobody in the text can be."""
    forms = {token.form for token in text.tokens}
    wanted = {_PRONOUNS[form] for form in forms & _PRONOUNS.keys()}
    if not wanted:
        return None
    known = _people(grammar, text)
    told = {token.form for s in text.sentences if s.mark != "?" for token in text.tokens[s.start : s.end]}
    for pronoun in sorted(wanted):
        if known and not known & {pronoun, "either"}:
            return f"'{pronoun}' is none of the people that are named"
        if not known and told & _FIRST and not any(_PRONOUNS.get(form) == pronoun for form in told):
            return f"'{pronoun}' is nobody that is named"
    return None


def _people(grammar: Grammar, text: Text) -> set[str]:
    """What the people are that a text names: he, she, either."""
    found: set[str] = set()
    singular, genders = phrases.nouns(), gendered()
    for index, token in enumerate(text.tokens):
        if token.kind != "word" or token.form in _PRONOUNS:
            continue
        kind = _KIND_OF.get(singular.get(token.form, token.form))
        if kind:
            found.add(kind)
        elif token.capital and _is_name(grammar, text, index):
            found.add(genders.get(token.form, "either"))
    return found


def _is_name(grammar: Grammar, text: Text, index: int) -> bool:
    token = text.tokens[index]
    if token.form in phrases.given_names() or token.form in gendered():
        return True
    if index in text.starts or len(token.form) < 2 or token.raw.isupper():
        return False
    return not phrases.is_common(grammar, token.form)


def names_text() -> str:
    """The list of names as it stands in its file."""
    return files("suffice.symbolic.english").joinpath("data", "gendered_names.txt").read_text(encoding="utf-8")


@cache
def gendered() -> dict[str, str]:
    """First names and titles that are nearly always those of a woman or of a man -> she, he."""
    found: dict[str, str] = {}
    for line in names_text().splitlines():
        pronoun, *names = line.split()
        if pronoun in ("she", "he"):
            found.update(dict.fromkeys(names, pronoun))
    return found


def _two_owners(text: Text) -> str | None:
    """One thing that is mine here and somebody else's there: *my tank*, *his tank*."""
    owners: dict[str, set[str]] = {}
    singular = phrases.nouns()
    for index, token in enumerate(text.tokens):
        owner = _OWNERS.get(token.form)
        at = index + 1
        while owner and at < len(text.tokens) and text.tokens[at].form in phrases.adjectives():
            at += 1
        head = singular.get(text.tokens[at].form) if owner and at < len(text.tokens) else None
        if owner and head:
            owners.setdefault(head, set()).add(owner)
    for head, kinds in owners.items():
        if "i" in kinds and kinds & {"he", "she", "they"}:
            return f"the text speaks of my {head} and of another's"
    return None


def _note_of_another(grammar: Grammar, text: Text) -> str | None:
    """What is told of one person and asked of another: *Tom drove ... my speed?*, *Ran 10 km ... Zoe's pace?*"""
    told, asked = _Spoken(), _Spoken()
    for sentence in text.sentences:
        begins = _question(text, sentence)
        told.hear(text, sentence.start, begins)
        asked.hear(text, begins, sentence.end)
    others = asked.named - told.named
    if told.first and not told.noted:
        others -= {"he", "she", "they"}  # whom they can mean is judged apart
    if (told.first or told.noted) and not told.named and others and not asked.first and not asked.pays:
        return f"'{min(others)}' is named in the question alone"
    elsewhere = told.clocks and told.named <= {"he", "she", "they"}  # one clock is told, another is asked for
    if told.named and not (told.first or told.noted or elsewhere) and asked.self and not (asked.named or asked.pays):
        return f"the text tells of '{min(told.named)}' and asks about another"
    return None


@cache
def _names() -> frozenset[str]:
    return phrases.given_names() | gendered().keys()


class _Spoken:
    """Who is spoken of in a part of a text: the ``first`` person, ``named`` others, one``self``."""

    def __init__(self) -> None:
        self.first = self.self = self.noted = self.pays = self.clocks = False
        self.named: set[str] = set()

    def hear(self, text: Text, start: int, end: int) -> None:
        names = _names()
        forms = [token.form for token in text.tokens[start:end]] + ["", ""]
        self.noted = self.noted or forms[0] in _NOTED
        for at, token in enumerate(text.tokens[start:end]):
            form, after = token.form, forms[at + 1]
            before = text.tokens[start + at - 1].form if start + at else ""
            self.pays = self.pays or form in _OWING or (form in _PAYING and before in _PAYERS)
            self.first = self.first or form in _FIRST
            self.self = self.self or form in ("my", "mine", "our", "ours") or (form in ("i", "we") and before in _AUX)
            self.self = self.self or (form == "us" and before == "of")
            self.clocks = self.clocks or (form in ("his", "her", "their") and after in ("time", "clock", "end"))
            if form in _PRONOUNS or form in ("they", "them", "their"):
                self.named.add(_PRONOUNS.get(form, "they"))
            elif token.capital and form in names and (after == "'s" or (after.isalnum() and before not in _GREETED)):
                self.named.add(token.raw)


def _question(text: Text, sentence: Sentence) -> int:
    """Where the question of a sentence begins; its end if it has none."""
    for index in range(sentence.start, sentence.end):
        if text.tokens[index].form in _ASKING:
            return index
    return sentence.start if sentence.mark == "?" else sentence.end
