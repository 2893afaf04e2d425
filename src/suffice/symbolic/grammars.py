"""The grammar of each family: rules and literals of the shared English, and the family's own; loaded once."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path

from suffice.symbolic.english import compiled, literals, scenario
from suffice.symbolic.english.grammar import Grammar
from suffice.symbolic.english.vocabulary import sources, vocabulary

RULES = ("openings", "pleasantries", "backdrop", "instructions")


@cache
def family_literals(family: str) -> Grammar:
    """The literals of the shared English and of a family, without any rules."""
    grammar = Grammar()
    literals.install(grammar)
    own = import_module(f"suffice.symbolic.{family}.read")
    if hasattr(own, "install"):
        own.install(grammar)
    return grammar


@cache
def family_grammar(family: str) -> tuple[Grammar, Mapping[str, scenario.Scenario]]:
    """The shared English together with a family's own literals, rules and scenarios."""
    shared, own, kept = _rules(family)
    collecting = gc.isenabled()
    gc.disable()  # tens of thousands of lasting objects: collecting in between doubles the time
    try:
        grammar, scenarios = compiled.load(kept) or (None, {})
        if grammar is None:
            grammar, scenarios = _built(shared, own)
            compiled.save(kept, grammar, scenarios)
    finally:
        if collecting:
            gc.enable()
    own_literals = family_literals(family)
    grammar.literals |= own_literals.literals
    grammar.openers |= own_literals.openers
    grammar.lexicon = own_literals.lexicon
    return grammar, scenarios


def is_compiled(family: str) -> bool:
    """Whether the family's grammar can be loaded, else it takes a second or more to be compiled; true of a family whose
    reader has none."""
    return not _folder(family).is_dir() or _rules(family)[2].exists()


def _rules(family: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]], Path]:
    """The shared rules and the family's own, with the names of their files, and where the compiled grammar is kept."""
    shared = [(f"{name}.rules", _text("suffice.symbolic.english", "rules", f"{name}.rules")) for name in RULES]
    folder = _folder(family)
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".rules"))
    own = [(name, _text(f"suffice.symbolic.{family}", "scenarios", name)) for name in names]
    return shared, own, compiled.path_for(folder, (text for _, text in (*shared, *own)))


def _folder(family: str) -> Path:
    return Path(str(files(f"suffice.symbolic.{family}").joinpath("scenarios")))


def _text(package: str, folder: str, name: str) -> str:
    return files(package).joinpath(folder, name).read_text(encoding="utf-8")


def _built(
    shared: list[tuple[str, str]], own: list[tuple[str, str]]
) -> tuple[Grammar, Mapping[str, scenario.Scenario]]:
    """A grammar of the shared English and a family's own rules; files that begin with ``_`` hold phrases."""
    english = Grammar()
    for name, text in shared:
        english.load(text, name)
    grammar = Grammar(english)
    grammar.add("clause", "<pleasantry>", scenario.Tag("skip"), "grammars.py")
    grammar.add("clause", "<backdrop>", scenario.Tag("skip"), "grammars.py")
    grammar.add("clause", "<instruction>", scenario.Tag("form"), "grammars.py")
    for name, text in own:
        if name.startswith("_"):
            grammar.load(text, name)
    for rule, kind in (("own_pleasantry", "skip"), ("own_instruction", "form")):
        if rule in grammar.rules:
            grammar.add("clause", f"<{rule}>", scenario.Tag(kind), "grammars.py")
    return grammar, scenario.load(grammar, [(name, text) for name, text in own if not name.startswith("_")])


@cache
def family_words(family: str) -> frozenset[str]:
    """Every word that the family can possibly read."""
    return compiled.words(_folder(family), sources(family), lambda: vocabulary(family))
