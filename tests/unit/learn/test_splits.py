"""The four parts are disjoint, whole and keep entities together."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from suffice.learn.splits import SHARES, Row, split

_ROWS = st.lists(st.builds(Row, st.integers(0, 30), st.one_of(st.none(), st.floats(0, 1e9))), max_size=200)


@given(_ROWS, st.integers(0, 3))
def test_every_row_is_in_exactly_one_part_and_entities_stay_together(rows, seed):
    parts = split(rows, seed)
    named = {name: getattr(parts, name) for name in SHARES}
    assert sorted(index for part in named.values() for index in part) == list(range(len(rows)))
    homes = {}
    for name, part in named.items():
        for index in part:
            assert homes.setdefault(rows[index].entity, name) == name


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=200, unique=True))
def test_with_times_nothing_is_learned_from_the_future(times):
    rows = [Row(number, time) for number, time in enumerate(times)]
    parts = split(rows)
    assert parts.ordered
    borders = [[times[index] for index in getattr(parts, name)] for name in SHARES]
    seen = [part for part in borders if part]
    for before, after in pairwise(seen):
        assert max(before) < min(after)
