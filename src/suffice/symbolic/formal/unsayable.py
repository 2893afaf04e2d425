"""What no Problem can say: words after which a text may mean something else than its figures do.

The grammars read whole sentences and know what they do not understand. A model's translation shows nothing of a 'not',
a 'maybe' or a demand for rhymes that it passed over, so a text that holds one is not given to it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module

from suffice.records import Abstain, Code, Json, Message, Reading, Task
from suffice.symbolic.english.text import analyse
from suffice.symbolic.reading import family_reader

_WORDS = frozenset(
    # denied, excepted, taken back
    "not n't cannot never nobody neither nor unless except otherwise instead anymore"
    # hedged
    " maybe perhaps possibly probably apparently supposedly allegedly reportedly presumably roughly"
    " approximately approx about around almost nearly circa ish guess think believe doubt wonder wondering seems"
    " seemingly might"
    # reported or judged
    " said says wrote writes claims claimed denies denied true false untrue correct incorrect"
    # about the text or the reply
    " rewrite translate summarise summarize paraphrase repeat quote proofread ignore disregard forget pretend wrong"
    " joke poem rhyme rhymes haiku pirate emoji emojis sarcastic sarcastically passive voice tone style persona".split()
)
_SEEN = frozenset("not n't cannot never neither nor nobody true".split())  # by whoever holds a clause against its words
_TIMED = frozenset(  # so at one time, and not at another
    "sometimes usually often once formerly previously originally until recently lately rarely seldom hardly barely"
    " normally generally typically mostly occasionally temporarily nowadays hitherto someday soon supposed"
    " hopes hope wishes wish pretends imagines imagine dreams expects expected planned plans wants wanted tried tries"
    " knows know knew heard hears rumour rumor rumoured".split()
)
_COMMANDED = frozenset(  # to do something with the text, or with the answer
    "write similar exercise compose invent double subtract multiply divide add sum prove explain why how story"
    " shorten rhyming".split()
)
_LANGUAGES = frozenset(
    "german french spanish italian portuguese dutch polish russian ukrainian chinese mandarin japanese korean arabic"
    " hebrew hindi turkish swedish danish norwegian finnish greek latin esperanto".split()
)
_PAIRS = frozenset((("or", "so"), ("no", "longer"), ("sort", "of"), ("kind", "of")))
_QUOTED = re.compile(r"[\"“«][^\"”»]*\s[^\"”»]*[\"”»]")


def clues_unsayable(text: str) -> str | None:
    """The same where each statement is quoted, so that a denial is seen to have been taken in, and options are read."""
    return unsayable(text, (_WORDS - _SEEN) | _TIMED | _COMMANDED)


def unsayable(text: str, words: frozenset[str] = _WORDS) -> str | None:
    """The first thing in a request that no translation could be seen to have taken in; None if there is none."""
    tokens = analyse(text).tokens
    for index, token in enumerate(tokens):
        following = tokens[index + 1].form if index + 1 < len(tokens) else ""
        if token.form in words:
            return token.raw
        if (token.form, following) in _PAIRS or (token.form in ("in", "into") and following in _LANGUAGES):
            return f"{token.raw} {following}"
    quoted = _QUOTED.search(text)
    if quoted:
        return quoted[0]
    return "a second question" if sum(token.form == "?" for token in tokens) > 1 else None


@lru_cache(maxsize=256)
def harmless(family: str, systems: tuple[str, ...]) -> Json | Abstain:
    """The form of answer that system prompts ask for, as the family's grammar reads them before a plain question.

    Abstain where it does not understand all of them.
    """
    text, _, _ = import_module(f"suffice.symbolic.{family}.problem").EXAMPLES[0]
    alone, told = (
        family_reader(family).read(Task("probe", (*(Message("system", one) for one in before), Message("user", text))))
        for before in ((), systems)
    )
    if not isinstance(alone, Reading) or not isinstance(told, Reading):
        return Abstain(Code.UNSUPPORTED, "the system prompt says more than can be seen to be obeyed")
    meant = [[{**problem.body, "form": None} for problem in reading.problems] for reading in (alone, told)]
    forms = [problem.body.get("form", {}) for problem in told.problems]
    if meant[0] != meant[1] or any(form != forms[0] for form in forms):
        return Abstain(Code.UNSUPPORTED, "the system prompt has a part in the question")
    return dict(forms[0])
