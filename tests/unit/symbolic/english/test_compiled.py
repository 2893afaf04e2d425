"""Compiled grammars: the same readings, never a stale or torn file."""

from __future__ import annotations

import marshal
from hashlib import sha256
from pathlib import Path

from suffice.symbolic.english import compiled, scenario
from suffice.symbolic.english.grammar import Grammar, Match, Parse
from suffice.symbolic.english.text import analyse

RULES = """
scenario discount
  fact it (costs | is at) {price:number} [dollars]
  ask final what do i pay [for it]
  given price
    where price >= 0
    final = price * 2
"""


def number(parse: Parse, index: int) -> list[Match]:
    return [(index + 1, ["num", parse.form(index)])] if parse.form(index).isdigit() else []


def built() -> tuple[Grammar, dict[str, scenario.Scenario]]:
    grammar = Grammar()
    return grammar, scenario.load(grammar, [("test.rules", RULES)])


def clauses(grammar: Grammar) -> list[object]:
    grammar.literals["number"] = number
    return [Parse(grammar, analyse(text)).clauses(0) for text in ("it costs 5 dollars", "what do i pay", "it is 5")]


def test_what_is_loaded_reads_the_same(tmp_path: Path) -> None:
    path = compiled.path_for(tmp_path, [RULES])
    grammar, scenarios = built()
    compiled.save(path, grammar, scenarios)
    loaded = compiled.load(path)
    assert loaded is not None
    assert clauses(loaded[0]) == clauses(grammar) and any(clauses(grammar))
    assert dict(loaded[1]) == scenarios


def test_other_rules_have_another_file_and_replace_the_old_one(tmp_path: Path) -> None:
    old, new = compiled.path_for(tmp_path, [RULES]), compiled.path_for(tmp_path, [RULES + "\n"])
    assert old != new and compiled.load(old) is None
    compiled.save(old, *built())
    compiled.save(new, *built())
    assert [file.name for file in new.parent.iterdir()] == [new.name]


def test_a_torn_file_is_not_read(tmp_path: Path) -> None:
    path = compiled.path_for(tmp_path, [RULES])
    compiled.save(path, *built())
    whole = path.read_bytes()
    for length in (0, 1, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert compiled.load(path) is None


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    compiled.save(compiled.path_for(blocked, [RULES]), *built())
    assert compiled.load(compiled.path_for(blocked, [RULES])) is None


def test_a_file_that_is_no_grammar_is_not_read(tmp_path: Path) -> None:
    path = compiled.path_for(tmp_path, [RULES])
    path.parent.mkdir()
    for content in (b"", b"\x00", b"[\x00", marshal.dumps(3)[:1]):
        path.write_bytes(sha256(content).digest() + content)
        assert compiled.load(path) is None


def test_words_are_found_anew_when_a_source_has_changed(tmp_path: Path) -> None:
    source = tmp_path / "some.rules"
    source.write_text("one")
    found: list[str] = []

    def find() -> frozenset[str]:
        found.append(source.read_text())
        return frozenset(source.read_text().split())

    for text in ("one", "one two"):
        source.write_text(text)
        for _ in range(2):
            assert compiled.words(tmp_path, [source], find) == set(text.split())
    assert found == ["one", "one two"]
    assert len(list((tmp_path / compiled.FOLDER).iterdir())) == 1
