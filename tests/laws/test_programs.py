"""Laws of the program language: written and read back it is the same; any text is safe."""

from __future__ import annotations

import json
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from suffice.learn.kinds.program import ProgramLearner
from suffice.learn.learner import Example, Unfit
from suffice.learned.kinds.program import Candidate, Programs
from suffice.learned.predictor import Parts
from suffice.learned.program import amounts, choices, moments, picks, texts, times
from suffice.learned.program.figures import GROUPS, MODES
from suffice.learned.program.node import Condition, Const, Number, Position, Slot, Text, Time
from suffice.learned.program.notation import from_json, parsed, printed, to_json
from suffice.learned.program.tokens import NAMES, joints, spans
from suffice.learned.program.usual import Usual

ranks = st.integers(-9, 9)
literals = st.text(min_size=1, max_size=4)
tokens = st.sampled_from(NAMES) | literals.map(lambda text: "=" + text)
decimals = st.decimals(-1000, 1000, allow_nan=False, places=2).map(lambda d: format(d, "f")) | st.just("9" * 20)
positions: st.SearchStrategy[Position] = (
    st.builds(picks.At, st.integers(0, 9))
    | st.builds(picks.FromEnd, st.integers(0, 9))
    | st.builds(picks.Length, st.integers(1, 9))
    | st.builds(picks.Joint, tokens, tokens | st.just(""), ranks)
)
bases: st.SearchStrategy[Text] = st.builds(Slot, st.sampled_from(["a", "b"])) | st.builds(Const, st.text(max_size=5))


def measured(of: st.SearchStrategy[Text]) -> st.SearchStrategy[Text]:
    figures: st.SearchStrategy[Number] = st.builds(amounts.Figure, of, ranks, st.sampled_from([".", ","]))
    figures |= st.builds(amounts.Count, of, tokens) | st.builds(amounts.Lapse, of)
    sums = figures | st.builds(amounts.Plus, figures, decimals) | st.builds(amounts.Times, figures, decimals)
    units = st.sampled_from(["1", "0.05", "25", "1000", "0.00000000000000000001"])
    grids = sums | st.builds(amounts.Rounded, sums, st.sampled_from(sorted(MODES)), units, decimals)
    grids |= st.builds(amounts.Units, sums, units) | st.builds(amounts.Rest, sums, units)
    whens: st.SearchStrategy[Time] = st.builds(times.When, of, st.sampled_from(moments.ORDERS), ranks)
    kinds = st.sampled_from(["seconds", "days", "months", "years"])
    moved = whens | st.builds(times.Later, whens, st.integers(-99999, 99999), kinds)
    steps = moved | st.builds(times.Step, moved, st.sampled_from(["down", "up", "nearest"]), st.integers(1, 86400))
    layouts = st.lists(st.sampled_from(moments.ELEMENTS), min_size=1, max_size=4).map(
        lambda codes: "-".join("{" + code + "}" for code in codes)
    )
    ways = (st.integers(-2, 6), st.integers(0, 9), st.sampled_from(GROUPS), st.sampled_from([".", ","]), st.booleans())
    ordinals = st.builds(amounts.Ordinal, grids)
    return ordinals | st.builds(amounts.Numeral, grids, *ways) | st.builds(times.Written, steps, layouts)


def larger(of: st.SearchStrategy[Text]) -> st.SearchStrategy[Text]:
    tests: st.SearchStrategy[Condition] = (
        st.builds(choices.Empty, of)
        | st.builds(choices.Has, of, tokens, st.integers(1, 4))
        | st.builds(choices.Starts, of, tokens)
        | st.builds(choices.Ends, of, tokens)
        | st.builds(choices.Equals, of, literals)
        | st.builds(choices.Longer, of, st.integers(0, 9))
        | st.builds(choices.Above, of, st.integers(-9, 9))
        | st.builds(choices.Gives, of)
    )
    rows = st.lists(st.tuples(literals, literals), min_size=1, max_size=3).map(tuple)
    return (
        st.builds(picks.Run, of, tokens, ranks)
        | st.builds(picks.Part, of, literals, ranks)
        | st.builds(picks.Cut, of, positions, positions)
        | st.builds(texts.Case, of, st.sampled_from(texts.CASES))
        | st.builds(texts.Trim, of)
        | st.builds(texts.Keep, of, tokens, st.text(max_size=2))
        | st.builds(texts.Replace, of, literals, st.text(max_size=3))
        | st.builds(texts.Initials, of, st.text(max_size=2))
        | st.builds(texts.Chunks, of, st.integers(1, 5), st.text(max_size=2))
        | st.builds(texts.Fill, of, st.integers(1, 20), st.sampled_from("0 *"), st.sampled_from(["left", "right"]))
        | st.builds(texts.Join, st.lists(of, min_size=1, max_size=3).map(tuple))
        | st.builds(choices.Choose, tests | st.builds(choices.Opposite, tests), of, of)
        | st.builds(choices.Table, of, rows)
        | measured(of)
    )


programs = st.recursive(bases, larger, max_leaves=8)
inputs = st.dictionaries(
    st.sampled_from(["a", "b"]), st.text(max_size=30) | st.from_regex(r"[\d:/. APM,-]{0,24}", fullmatch=True)
)


@given(programs)
def test_what_is_printed_is_read_back(program: Text):
    text = printed(program)
    assert parsed(text) == program
    assert printed(parsed(text)) == text


@given(programs)
def test_json_is_read_back(program: Text):
    assert from_json(json.loads(json.dumps(to_json(program)))) == program


@given(programs, inputs)
def test_any_text_is_safe(program: Text, fields: dict[str, str]):
    value = program.value(fields)
    assert value is None or isinstance(value, str)
    assert program.says()


@given(st.text(max_size=60), tokens)
def test_runs_lie_in_order_and_inside(text: str, token: str):
    found = spans(text, token)
    assert all(0 <= a < b <= len(text) for a, b in found)
    assert all(left[1] <= right[0] for left, right in pairwise(found))
    assert joints(text, token, "") == [b for _, b in found]


@given(st.lists(st.tuples(st.floats(0.01, 1.0), programs), min_size=1, max_size=4), inputs)
def test_a_predictor_is_its_parts(rows: list[tuple[float, Text]], fields: dict[str, str]):
    made = Programs([Candidate(weight, program) for weight, program in rows], 0.25, Usual.of([fields, {"a": "x 1"}]))
    again = Programs.of(Parts(json.loads(json.dumps(made.parts().header))))
    assert again.candidates == made.candidates
    assert again.guess(fields) == made.guess(fields)


short = st.text(st.characters(codec="utf-8", max_codepoint=0x2FF), max_size=12)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(short, short), min_size=2, max_size=4))
def test_a_fitted_program_gives_its_examples(rows: list[tuple[str, str]]):
    examples = [Example({"x": text}, value) for text, value in rows]
    fitted = ProgramLearner().fit(examples, "text", seed=1, seconds=1.0)
    if not isinstance(fitted, Unfit):
        for example in examples:
            guess = fitted.guess(example.fields)
            assert guess is not None and guess.value == example.value
            assert 0 < guess.confidence < 1
