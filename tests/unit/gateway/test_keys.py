"""Virtual keys: random, shown once, kept as HMAC only."""

from __future__ import annotations

import json
import stat

import pytest

from suffice.errors import UsageError
from suffice.gateway import keys


def test_a_key_opens_until_it_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "_LOOK_AGAIN_S", 0.0)
    path = tmp_path / "there" / "keys.json"
    known = keys.Keys(path)
    assert not known and known.owner("Bearer x") is None
    first, second = keys.add(path, "first"), keys.add(path, "second")
    assert first.startswith(keys.PREFIX) and len(first) > 50 and first != second
    assert known and known.owner(f"Bearer {first}") == "first" and known.owner(f"bearer {second} ") == "second"
    for wrong in (None, "", first, f"Basic {first}", "Bearer ", f"Bearer {first}x", "Bearer \udcff"):
        assert known.owner(wrong) is None
    assert set(keys.names(path)) == {"first", "second"}
    keys.remove(path, "first")
    assert bool(known) and known.owner(f"Bearer {first}") is None


def test_the_file_holds_no_key_and_is_its_owners_alone(tmp_path):
    path = tmp_path / "keys.json"
    key = keys.add(path, "only")
    content = path.read_text()
    assert key not in content and key.removeprefix(keys.PREFIX) not in content
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    other = tmp_path / "other.json"
    keys.add(other, "only")
    assert json.loads(content)["pepper"] != json.loads(other.read_text())["pepper"]


def test_names_are_plain_and_given_once(tmp_path):
    path = tmp_path / "keys.json"
    keys.add(path, "a")
    for name in ("a", "", "two words", "x" * 65, "new\nline"):
        with pytest.raises(UsageError):
            keys.add(path, name)
    with pytest.raises(UsageError, match="there are: a"):
        keys.remove(path, "b")


@pytest.mark.parametrize("content", ["", "[]", '{"pepper": 3, "keys": {}}', '{"pepper": "00", "keys": {"a": {}}}'])
def test_a_file_of_something_else_is_refused(tmp_path, content):
    path = tmp_path / "keys.json"
    path.write_text(content)
    with pytest.raises(UsageError, match="no file of keys"):
        keys.Keys(path)
    with pytest.raises(UsageError, match="no file of keys"):
        keys.add(path, "a")
    assert path.read_text() == content


def test_addresses_of_this_machine():
    assert all(keys.is_here(host) for host in ("localhost", "127.0.0.1", "127.9.9.9", "::1", "a.localhost"))
    assert not any(keys.is_here(host) for host in ("0.0.0.0", "::", "10.0.0.1", "example.com", "", "127.0.0.1.nip.io"))
