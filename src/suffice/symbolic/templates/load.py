"""Templates from TOML: ``[[template]]`` tables in a file of their own or in the configuration.

Everything is checked here, once; each mistake is one UsageError that names the place and the cure.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from suffice.errors import UsageError
from suffice.plugins import families
from suffice.records import Json
from suffice.symbolic.english.formula import parse as formula
from suffice.symbolic.english.grammar import Grammar
from suffice.symbolic.grammars import family_literals
from suffice.symbolic.templates.checks import check_slots, with_used
from suffice.symbolic.templates.constants import constant
from suffice.symbolic.templates.pattern import Pattern, joined, no_slot_twice, parse, parse_reply
from suffice.symbolic.templates.problems import CLAUSE, Form, parsed
from suffice.symbolic.templates.samples import check_problem
from suffice.symbolic.templates.template import Labels, Template
from suffice.symbolic.templates.values import Writing

_KEYS = (
    "name", "family", "system", "user", "answer", "find", "where", "given", "form", "choice", "rows", "dates", "clock",
    "problem", "clauses",
)  # fmt: skip
_DATES = {"day first": True, "month first": False}
_CLOCKS = {"24h": True}


def load(path: Path) -> tuple[Template, ...]:
    """The templates of a file. Raises UsageError."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}; check the path and its permissions") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 text; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: is not TOML: {error}") from error
    _known_keys(tables, ("template",), str(path))
    return from_tables(tables.get("template", []), str(path))


def load_all(paths: Iterable[Path]) -> tuple[Template, ...]:
    """The templates of several files and folders (each ``*.toml`` in them). Raises UsageError."""
    files: list[Path] = []
    for path in paths:
        found = sorted(path.glob("*.toml")) if path.is_dir() else [path]
        if not found:
            raise UsageError(f"{path}: no templates in this folder; they are files that end in .toml")
        files += found
    templates = tuple(template for file in files for template in load(file))
    no_name_twice(templates, ", ".join(map(str, files)))
    return templates


def from_tables(tables: Any, where: str) -> tuple[Template, ...]:
    """The templates of ``[[template]]`` tables. Raises UsageError naming ``where``."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise UsageError(f"{where}: 'template' must be tables; begin each with [[template]]")
    if not tables:
        raise UsageError(f"{where}: holds no template; begin one with [[template]]")
    templates = tuple(_template(table, where, number) for number, table in enumerate(tables, 1))
    no_name_twice(templates, where)
    return templates


def no_name_twice(templates: Iterable[Template], where: str) -> None:
    """Raises UsageError when two templates share a name."""
    seen: set[str] = set()
    for template in templates:
        if template.name in seen:
            raise UsageError(f"{where}: two templates are named '{template.name}'; rename one")
        seen.add(template.name)


def _template(table: Mapping[str, Any], file: str, number: int) -> Template:
    name = table.get("name")
    if not isinstance(name, str) or not name.strip():
        raise UsageError(f'{file}: template {number} has no name; add name = "..."')
    where = f"{file}: template '{name}'"
    _known_keys(table, _KEYS, where)
    family = _text(table, "family", where)
    if family not in families():
        raise UsageError(f"{where}: no family '{family}'; there are: {', '.join(families())}")
    grammar = family_literals(family)
    roles = tuple(role for role in ("system", "user") if role in table or role == "user")
    messages = [parse(_text(table, role, where), f"{where}, {role}") for role in roles]
    pattern = joined(messages)
    plain = "problem" in table  # where values are JSON, not formulas
    choices = {slot: _choice(labels, None if plain else family, grammar, f"{where}, choice '{slot}'", slot)
               for slot, labels in _table(table, "choice", where).items()}  # fmt: skip
    rows = {slot: _row(text, f"{where}, rows '{slot}'") for slot, text in _table(table, "rows", where).items()}
    given = {key: constant(value, family, grammar, f"{where}, given '{key}'")
             for key, value in _table(table, "given", where).items()}  # fmt: skip
    if plain:
        odd = next((key for key in ("find", "where", "given", "rows") if key in table), None)
        if odd:
            raise UsageError(
                f"{where}: 'problem' states the whole Problem, so that '{odd}' has no place; drop one of them"
            )
    clauses = {slot: _forms(lines, family, f"{where}, clauses '{slot}'")
               for slot, lines in _table(table, "clauses", where).items()}  # fmt: skip
    conditions = table.get("where", [])
    if not isinstance(conditions, list) or not all(isinstance(condition, str) for condition in conditions):
        raise UsageError(f"{where}: 'where' must be a list of formulas, such as [\"days >= 0\"]")
    draft = Template(
        name=name,
        family=family,
        roles=roles,
        pattern=pattern,
        find=None if plain else formula(_text(table, "find", where), f"{where}, find"),
        problem=parsed(table["problem"], f"{where}, problem") if plain else None,
        clauses=clauses,
        where=tuple(formula(condition, f"{where}, where") for condition in conditions),
        given=given,
        form=_table(table, "form", where),
        choices=choices,
        rows=rows,
        reply=parse_reply(_text(table, "answer", where), f"{where}, answer") if "answer" in table else None,
        writing=Writing(_one_of(table, "dates", _DATES, where), _one_of(table, "clock", _CLOCKS, where) or False),
    )
    check_slots(draft, grammar, where)
    template = with_used(draft, where)
    check_problem(template, grammar, where)
    return template


def _choice(labels: Any, family: str | None, grammar: Grammar, where: str, slot: str) -> Labels:
    """Labels with their values, or mere labels. Without a family, values are JSON and a mere label is its own."""
    if isinstance(labels, list):
        labels = {label: None for label in labels}
    if not isinstance(labels, dict) or not labels or not all(isinstance(key, str) and key for key in labels):
        raise UsageError(f'{where}: expected labels, ["basic", "pro"], or labels with values, basic = "10 EUR"')
    for label in labels:
        if label != label.strip() or "\n" in label:
            raise UsageError(f"{where}: label '{label}' has white space at an end or a line break; remove it")
    if family is None:
        return {label: label if value is None else value for label, value in labels.items()}
    if all(value is None for value in labels.values()):
        return {label: label if slot.startswith("_") else None for label in labels}
    if slot.startswith("_"):  # the answer's form takes plain values
        return dict(labels)
    return {label: constant(value, family, grammar, f"{where}, '{label}'") for label, value in labels.items()}


def _forms(lines: Any, family: str, where: str) -> tuple[Form, ...]:
    """The forms of a slot of clauses: lines, and what each says as JSON."""
    if family not in CLAUSE:
        raise UsageError(f"{where}: {family} has no clauses; they are of {' and '.join(CLAUSE)}")
    if not isinstance(lines, dict) or not lines:
        raise UsageError(
            f'{where}: expected lines with what they say, "{{a:name}} is late." = \'["is late", "{{a}}"]\''
        )
    found: list[Form] = []
    for line, said in lines.items():
        place = f"{where}, '{line}'"
        if not line.strip() or "\n" in line:
            raise UsageError(f"{place}: expected one line of text with slots")
        pattern, holds = parse(line, place), parsed(said, place)
        no_slot_twice(pattern, place)
        if not isinstance(holds, list | dict) or not holds:
            raise UsageError(f'{place}: expected a formula, such as \'["is late", "{{a}}"]\'')
        found.append((pattern, holds))
    return tuple(found)


def _row(text: Any, where: str) -> Pattern:
    if not isinstance(text, str) or not text.strip() or "\n" in text:
        raise UsageError(f'{where}: expected one line with slots, such as "- {{n:count}} x {{item:text}}"')
    pattern = parse(text, where)
    if any(slot.name.startswith("_") for slot in pattern.slots):
        raise UsageError(f"{where}: a row says nothing of the answer's form; drop the '_' of its slots' names")
    return pattern


def _one_of(table: Mapping[str, Any], key: str, words: Mapping[str, bool], where: str) -> bool | None:
    value = table.get(key)
    if key in table and value not in words:
        raise UsageError(f"{where}: '{key}' must be {' or '.join(repr(word) for word in words)}, got {value!r}")
    return None if value is None else words[value]


def _known_keys(table: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in keys:
            close = get_close_matches(key, keys, 1)
            raise UsageError(
                f"{where}: no key '{key}'; "
                + (f"did you mean '{close[0]}'?" if close else f"there are: {', '.join(keys)}")
            )


def _text(table: Mapping[str, Any], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"{where}: {'has no' if key not in table else 'needs text as'} '{key}'; add {key} = \"...\"")
    return value


def _table(table: Mapping[str, Any], key: str, where: str) -> dict[str, Json]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise UsageError(f"{where}: '{key}' must be a table; write [template.{key}]")
    return value
