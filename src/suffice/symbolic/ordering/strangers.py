"""Words that nobody could read, and where a list might declare them."""

from __future__ import annotations

from suffice.symbolic.english.text import Text
from suffice.symbolic.grammars import family_words

LISTING = frozenset((",", "and", "or", ":", "`", '"', ";", "&", "(", "-", "—"))


def strange(text: Text) -> list[int]:
    """Where words stand that no rule, no data and no code of the family holds."""
    known = family_words("ordering")
    return [
        index
        for index, token in enumerate(text.tokens)
        if token.form not in known and token.form.isalpha() and len(token.form) > 1 and token.raw.islower()
    ]


def unlisted(text: Text) -> str | None:
    """A word that nobody could read, and that stands nowhere where a list might declare it."""
    tokens, unknown = text.tokens, strange(text)
    listed = {
        tokens[index].form
        for index in unknown
        if any(tokens[at].form in LISTING for at in range(max(0, index - 3), min(len(tokens), index + 4)))
    }
    return next((tokens[index].raw for index in unknown if tokens[index].form not in listed), None)
