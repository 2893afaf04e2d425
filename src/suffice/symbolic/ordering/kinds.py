"""Sorts of things, from the table beside this file: which drink, of coffee, tea and juice."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from suffice.symbolic.ordering.words import plain


@cache
def things() -> frozenset[str]:
    """Nouns that are named in ``kinds.txt``."""
    return frozenset().union(*kinds().values())


@cache
def kinds() -> dict[str, frozenset[str]]:
    """Sorts of things, and what is known to be of each."""
    text = files("suffice.symbolic.ordering").joinpath("kinds.txt").read_text(encoding="utf-8")
    lines = (line.partition(":") for line in text.splitlines() if line and not line.startswith("#"))
    return {sort.strip(): frozenset(plain(words.split())) for sort, _, words in lines}
