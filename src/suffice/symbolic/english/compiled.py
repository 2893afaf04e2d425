"""Compiled grammars, kept beside the rules as Python keeps bytecode: built once, loaded in milliseconds.

The file's name holds a digest of every rules file and of the code that compiles them, so that a stale
one is never read. Where the folder cannot be written, the grammar is built anew in each process.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from suffice.symbolic.english.grammar import Grammar
from suffice.symbolic.english.network import Node
from suffice.symbolic.english.scenario import Case, Formula, Scenario, Tag

FOLDER = "compiled"  # beside the rules; not under version control
BLOCK = 64  # states that are read together when one of them is needed
_DIGEST = 32  # bytes of SHA-256 in front of the content
_RECORDS = {kind.__name__: kind for kind in (Case, Formula, Scenario, Tag)}


def path_for(folder: Path, texts: Iterable[str]) -> Path:
    """Where the grammar that is made of ``texts`` is kept."""
    digest = hashlib.sha256(_code())
    for text in texts:
        digest.update(b"\0" + text.encode())
    return folder / FOLDER / f"{digest.hexdigest()[:24]}.bin"


@cache
def _code() -> bytes:
    """A digest of what turns rules into networks."""
    digest = hashlib.sha256(sys.version.encode())
    for name in ("compiled", "firsts", "formula", "grammar", "network", "patterns", "scenario", "text", "../grammars"):
        digest.update(Path(__file__).parent.joinpath(f"{name}.py").read_bytes())
    return digest.digest()


def save(path: Path, grammar: Grammar, scenarios: Mapping[str, Scenario]) -> None:
    """Write the compiled grammar whole or not at all; other versions are removed. Never raises OSError."""
    numbers: dict[int, int] = {}
    nodes: list[Node] = []
    for node in grammar.nodes():
        numbers[id(node)] = len(nodes)
        nodes.append(node)
    tags: dict[Any, int] = {}  # each is kept once: thousands of patterns share some hundreds
    rows = [
        (
            {form: numbers[id(after)] for form, after in node.words.items()},
            tuple((rule, name, numbers[id(after)]) for rule, name, after in node.slots),
            tuple(numbers[id(after)] for after in node.then),
            tuple((tags.setdefault(tag, len(tags)), constants) for tag, constants in node.accepts),
        )
        for node in nodes
    ]
    roots = {name: numbers[id(root)] for name, root in grammar.rules.items()}
    told = {name: _encoded(scenario) for name, scenario in scenarios.items()}
    blocks = [marshal.dumps(rows[at : at + BLOCK]) for at in range(0, len(rows), BLOCK)]
    _keep(path, marshal.dumps((blocks, [_encoded(tag) for tag in tags], roots, grammar.words(), told)))


def load(path: Path) -> tuple[Grammar, Mapping[str, Scenario]] | None:
    """The grammar (without its literals) and its scenarios; None if it is not there or not whole."""
    kept = _kept(path)
    if kept is None:
        return None
    blocks, encoded, roots, words, scenarios = kept
    table = Table(blocks, [_decoded(tag) for tag in encoded])
    grammar = Grammar()
    grammar.rules = {name: table.node(number) for name, number in roots.items()}
    grammar.vocabulary = words
    return grammar, Scenarios(scenarios)


def words(folder: Path, sources: Iterable[Traversable], find: Callable[[], frozenset[str]]) -> frozenset[str]:
    """What ``find`` finds in ``sources``, found anew when the size or the date of one of them is another."""
    digest = hashlib.sha256(_code())
    for source in sources:
        state = Path(str(source)).stat()
        digest.update(f"{source} {state.st_size} {state.st_mtime_ns}\0".encode())
    path = folder / FOLDER / f"{digest.hexdigest()[:24]}.words"
    known = _kept(path)
    if known is None:
        known = find()
        _keep(path, marshal.dumps(known))
    return known


def _keep(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, with its digest; older versions are removed. Never raises OSError."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.write_bytes(hashlib.sha256(content).digest() + content)
        draft.replace(path)
        for other in path.parent.glob(f"*{path.suffix}"):
            if other != path:
                other.unlink(missing_ok=True)


def _kept(path: Path) -> Any:
    """What a file holds; None if it is not there or not whole: it is then made anew."""
    try:
        content = path.read_bytes()
        if hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
            return None
        return marshal.loads(content[_DIGEST:])
    except (OSError, ValueError, TypeError, EOFError, LookupError):
        return None


class Table:
    """The states of a compiled grammar; most texts touch a small part of them."""

    def __init__(self, blocks: list[bytes], tags: list[Any]) -> None:
        self._blocks, self._tags = blocks, tags
        self._rows: dict[int, list[Any]] = {}  # of the blocks that were needed so far
        self._nodes: dict[int, Node] = {}

    def node(self, number: int) -> Node:
        if number not in self._nodes:
            self._nodes[number] = Kept(self, number)
        return self._nodes[number]

    def fill(self, node: Node, number: int) -> None:
        """Read a state's row: where it leads, and what it completes."""
        block, at = divmod(number, BLOCK)
        if block not in self._rows:
            self._rows[block] = marshal.loads(self._blocks[block])
        words, slots, then, accepts = self._rows[block][at]
        node.words = {form: self.node(after) for form, after in words.items()}
        node.slots = tuple((rule, name, self.node(after)) for rule, name, after in slots)
        node.then = tuple(self.node(after) for after in then)
        node.accepts = tuple((self._tags[tag], constants) for tag, constants in accepts)


class Kept(Node):
    """A state that is read from its table when it is first walked through."""

    __slots__ = ("_number", "_table")

    def __init__(self, table: Table, number: int) -> None:
        self._table, self._number = table, number
        self._ways = None

    def __getattr__(self, name: str) -> Any:
        if name not in ("words", "slots", "then", "accepts"):
            raise AttributeError(name)
        self._table.fill(self, self._number)
        return object.__getattribute__(self, name)


class Scenarios(Mapping[str, Scenario]):
    """Scenarios by name, each decoded when it is first asked for."""

    def __init__(self, packed: Mapping[str, Any]) -> None:
        self._packed = packed
        self._ready: dict[str, Scenario] = {}

    def __getitem__(self, name: str) -> Scenario:
        if name not in self._ready:
            self._ready[name] = _decoded(self._packed[name])
        return self._ready[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def _encoded(value: Any) -> Any:
    """Plain containers for ``marshal``; a record becomes ``("@", its kind, fields...)``."""
    kind = type(value).__name__
    if kind in _RECORDS:
        return ("@", kind, *(_encoded(getattr(value, field.name)) for field in fields(value)))
    if isinstance(value, tuple | list):
        return type(value)(_encoded(item) for item in value)
    if isinstance(value, dict):
        return {name: _encoded(item) for name, item in value.items()}
    return value


def _decoded(value: Any) -> Any:
    if isinstance(value, tuple):
        if value and value[0] == "@":
            return _RECORDS[value[1]](*(_decoded(item) for item in value[2:]))
        return tuple(_decoded(item) for item in value)
    if isinstance(value, list):
        return [_decoded(item) for item in value]
    if isinstance(value, dict):
        return {name: _decoded(item) for name, item in value.items()}
    return value
