"""Verbs of doing, in all their forms: the table beside this file."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Form(NamedTuple):
    base: str
    kinds: frozenset[str]  # base | third | past | done


@cache
def forms() -> dict[str, Form]:
    """Every form of every verb of ``verbs.txt`` but the gerunds."""
    found: dict[str, tuple[str, set[str]]] = {}
    text = files("suffice.symbolic.ordering").joinpath("verbs.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            base, *others = line.split()
            for form, kind in zip((base, *others[:3]), ("base", "third", "past", "done"), strict=True):
                found.setdefault(form, (base, set()))[1].add(kind)
    return {form: Form(base, frozenset(kinds)) for form, (base, kinds) in found.items()}


@cache
def bases() -> dict[str, str]:
    """Every form, gerunds too -> its base."""
    text = files("suffice.symbolic.ordering").joinpath("verbs.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {form: words[0] for words in lines for form in words}
