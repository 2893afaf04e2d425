"""Artefacts are named by their content, and strange content with the right name is refused in plain words."""

import io
import json
import random
import zipfile
from hashlib import sha256

import numpy as np
import pytest

from suffice.errors import UsageError
from suffice.learned import store
from suffice.learned.predictor import Parts


def _put(folder, content, suffix):
    name = sha256(content).hexdigest()
    (folder / store.FOLDER).mkdir(exist_ok=True)
    (folder / store.FOLDER / f"{name}.{suffix}").write_bytes(content)
    return name


def _artefact(folder, arrays, kind="gate"):
    return _put(folder, json.dumps({"kind": kind, "arrays": arrays, "header": {"version": 1}}).encode(), "json")


def _packed(*members, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as packed:
        for name, content in members:
            packed.writestr(name, content)
    return file.getvalue()


def _array(value, **options):
    file = io.BytesIO()
    np.lib.format.write_array(file, value, **options)
    return file.getvalue()


def _huge():
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(head, {"descr": "<f8", "fortran_order": False, "shape": (1 << 50,)})
    return head.getvalue()


STRANGE = {
    "no zip": b"x" * 100,
    "nothing": b"",
    "an array alone": _array(np.zeros(3)),
    "a text": _packed(("known.npy", b"hello")),
    "a bomb": _packed(("known.npy", bytes(300 << 20))),
    "more than memory": _packed(("known.npy", _huge())),
    "objects": _packed(("known.npy", _array(np.array([{}], object), allow_pickle=True))),
    "cut": _packed(("known.npy", _array(np.zeros(1000))))[:-30],
    "changed": _packed(("known.npy", _array(np.arange(9.0))), method=zipfile.ZIP_STORED).replace(b"\x10@", b"\x11@"),
}


@pytest.mark.parametrize("content", STRANGE.values(), ids=STRANGE.keys())
def test_strange_arrays_under_the_right_name_are_refused(tmp_path, content):
    name = _artefact(tmp_path, _put(tmp_path, content, "npz"))
    with pytest.raises(UsageError, match="cannot be read"):
        store.load_parts(tmp_path, name, "gate")


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "A" * 64, "", None, 7, ["a"] * 64, "\0" * 64])
def test_names_that_are_no_hashes_are_refused(tmp_path, name):
    with pytest.raises(UsageError, match="names no artefact"):
        store.load(tmp_path, name)
    with pytest.raises(UsageError, match="names no artefact"):
        store.load_parts(tmp_path, _artefact(tmp_path, name or [None]), "gate")


def test_what_was_saved_is_loaded(tmp_path):
    arrays = {"a": np.arange(5, dtype=np.uint64), "b": np.eye(3, dtype=np.float16)}
    loaded = store.load_parts(tmp_path, store.save_parts(tmp_path, "gate", Parts({"x": 1}, arrays)), "gate")
    assert loaded.header == {"x": 1} and loaded.arrays.keys() == arrays.keys()
    assert all((loaded.arrays[name] == arrays[name]).all() for name in arrays)


NASTY = [
    "", " ", "\0", "a\0b", "\ud800", "order \udfff total 5", "日本語 123", "🙂" * 50, "٣٤٥ 12.50", "ſ İ ß ²³¹½",
    "\u2028\x1e\x1f\t", "1e999 NaN inf", "2026-02-30", "9" * 5000, "{" * 2000, "word " * 20_000, "\n" * 10_000,
]  # fmt: skip


def test_no_text_breaks_the_tagger():
    from suffice.learn.kinds.tagger import TaggerLearner
    from suffice.learn.learner import Example
    from suffice.learned.kinds.tagger import Tagger

    rng = random.Random(1)
    names = [f"{rng.choice('BCDFG')}{rng.choice('aeiou')}nn" for _ in range(60)]
    rows = [Example({"input": f"order {n} \ud800 by {name}, total 5"}, name) for n, name in enumerate(names)]
    tagger = TaggerLearner().fit(rows, "span", seed=0, seconds=60)
    assert isinstance(tagger, Tagger)
    assert tagger.guess({"input": "order 7 by Benn, total 9"}).value == "Benn"
    for text in NASTY:
        tagger.guess({"input": text})
