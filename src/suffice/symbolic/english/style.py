"""How a text writes its figures: a point before three digits may part thousands, as in most of Europe.

``1.000`` and ``2.500`` are as likely a thousand and two and a half thousand: nobody writes zeros behind a point that
say nothing, but for amounts measured to the last digit. With no zero at the end (3.142, 0.125) it is a decimal
point, unless the text parts decimals by a comma elsewhere, and tells how the others are written (3.142 + 2.500).
Money has no third decimal, so three of them are doubtful whatever they are, but for a price per unit (1.459 a litre).
Another figure of the text may settle it: 1,200 and 2.5 are written the English way.
"""

from __future__ import annotations

import re

from suffice.symbolic.english.text import Text

_DOUBTFUL = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_DECIMALS = re.compile(r"[1-9]\d{0,2}\.\d\d[1-9]")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.(?:\d{1,2}|\d{4,})|0\.\d+|\.\d+|\d{4,}\.\d+")
_SIGNS = frozenset("$ € £ usd eur gbp euro euros dollar dollars pound pounds".split())
_PER = frozenset("per a an each / for".split())


def doubtful_point(text: Text) -> str | None:
    """Why a figure of ``text`` may be a number of thousands, None if none may."""
    tokens = text.tokens
    if "number" not in {kind for _, _, _, _, kind, _ in tokens}:
        return None
    if any(token.kind == "number" and _ENGLISH.fullmatch(token.form) for token in tokens):
        return None
    comma = any(
        token.kind == "number" and index > 1 and tokens[index - 1].form == "," and token.glued
        and tokens[index - 1].glued and tokens[index - 2].kind == "number"
        for index, token in enumerate(tokens)
    )  # fmt: skip
    decimals = any(token.kind == "number" and _DECIMALS.fullmatch(token.form) for token in tokens)
    for index, token in enumerate(tokens):
        if token.kind != "number" or not _DOUBTFUL.fullmatch(token.form):
            continue
        before = tokens[index - 1].form if index else ""
        if before == ":" and token.glued:
            continue  # seconds of a time of day
        after = [follower.form for follower in tokens[index + 1 : index + 3]] + ["", ""]
        money = before in _SIGNS or after[0] in _SIGNS
        rate = money and (after[0] in _PER or after[1] in _PER)
        if comma or (token.form.endswith("0") and not decimals) or (money and not rate):
            return f"{token.form} may be written with a decimal point or with a point between thousands"
    return None
