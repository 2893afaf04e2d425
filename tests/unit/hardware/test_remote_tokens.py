from __future__ import annotations

import pytest

from suffice.errors import UsageError
from suffice.hardware import Weights, known_model
from suffice.hardware.remote_tokens import ERROR_HIGH, ERROR_LOW, RemoteTokens, joules_per_token
from suffice.records import Usage


def test_a_measured_model_is_priced_as_measured():
    joules = RemoteTokens().call(Usage("openai/gpt-oss-120b", 50, 100))
    assert joules is not None
    assert joules.value == pytest.approx(0.254 * 100 * 1.8)
    assert joules.low == pytest.approx(0.080 * 100 * 1.76)
    assert joules.high == pytest.approx(0.578 * 100 * 1.85)
    assert (joules.method, joules.boundary) == ("tokens", "node")


@pytest.mark.parametrize("name", ["openai/gpt-oss-20b", "gpt-oss-20b", "GPT-OSS-20B", "gpt-oss:20b"])
def test_a_model_is_known_by_its_names(name: str):
    known = known_model(name)
    assert known is not None and known.name == "openai/gpt-oss-20b"


def test_the_formula_gives_the_published_example():
    # Gemma 4 26B-A4B in bf16: 0.29 J per output token
    joules = RemoteTokens().per_token("gemma-4-26b-a4b-it")
    assert joules is not None and joules.boundary == "gpu"
    assert joules.value == pytest.approx(0.29, abs=0.005)
    assert joules.low == pytest.approx(joules.value * ERROR_LOW)
    assert joules.high == pytest.approx(joules.value * ERROR_HIGH)


def test_other_weights_than_the_measured_ones_take_the_formula():
    four_bits = RemoteTokens({"Qwen3-14B": Weights.of(14, bits="q4_k_m")})
    assert "fitted" in four_bits.how("Qwen3-14B")
    as_measured = RemoteTokens({"Qwen3-14B": Weights.of(14, bits="bf16")})
    assert "measured" in as_measured.how("Qwen3-14B")
    fewer, measured = four_bits.per_token("Qwen3-14B"), as_measured.per_token("Qwen3-14B")
    assert fewer is not None and measured is not None and fewer.value < measured.value


def test_guessed_parameters_widen_the_range():
    guessed = joules_per_token(Weights((300, 1200), (30, 120), 8))
    exact = joules_per_token(Weights.of(600, 60, 8))
    assert guessed.value == pytest.approx(exact.value)
    assert guessed.low < exact.low and guessed.high > exact.high


def test_what_nobody_knows_is_none():
    assert RemoteTokens().call(Usage("some-closed-model", 10, 10)) is None
    assert RemoteTokens().call(Usage("gpt-oss-20b", 10, None)) is None
    assert "state total_b and active_b" in RemoteTokens().how("some-closed-model")


def test_impossible_sizes_name_the_cure():
    with pytest.raises(UsageError, match="low before high"):
        Weights((10, 5), (1, 1))
    with pytest.raises(UsageError, match="low before high"):
        Weights.of(0)
    with pytest.raises(UsageError, match="cannot have"):
        Weights.of(8, 70)
    with pytest.raises(UsageError, match="mxfp4"):
        Weights.of(8, bits="q1_tiny")
