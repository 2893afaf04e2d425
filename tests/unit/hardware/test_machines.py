from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from suffice.cli import suffice
from suffice.errors import UsageError
from suffice.hardware import Weights
from suffice.hardware.compare import compare, products, tokens
from suffice.hardware.decode import decode
from suffice.hardware.machine import from_toml, machine, machines
from suffice.records import Product, Work

LAYER = Work((Product(1, 64, 128, "fp32"), Product(1, 128, 10, "fp32")))
sizes = st.floats(1, 1e6)


@pytest.mark.parametrize("name", machines())
def test_each_machine_has_cited_figures(name: str):
    one = machine(name)
    for figure in (*one.facts.values(), *one.peaks.values()):
        assert len(figure.source) > 10 and 2015 < figure.year < 2030, figure


@pytest.mark.parametrize("name", machines())
@given(rows=sizes, inner=sizes, columns=sizes, times=st.floats(1, 100))
def test_more_work_costs_in_proportion(name: str, rows: float, inner: float, columns: float, times: float):
    one = machine(name)
    dtype = next(iter(one.peaks))
    once = one.estimate(Work((Product(rows, inner, columns, dtype),)))
    often = one.estimate(Work((Product(rows, inner, columns, dtype, times),)))
    assert once.joules is not None and often.joules is not None
    assert often.joules.value == pytest.approx(once.joules.value * times, rel=1e-9)
    assert once.seconds is not None and once.seconds.low <= once.seconds.value <= once.seconds.high
    assert once.joules.boundary == "node"


def test_the_h100_takes_the_energy_that_was_measured_on_it():
    # Llama 3.1 8B in bf16, as ML.ENERGY metered it on GPUs with 16 to 256 sequences: 0.070 to 0.263 J a token
    told = machine("h100").estimate(decode(Weights.of(8), 1, 64))
    assert told.joules is not None
    assert told.joules.value / 1.8 == pytest.approx(0.13, rel=0.1)
    assert told.joules.low / 1.8 < 0.107 < told.joules.high / 1.8


def test_a_batch_of_a_mixture_reads_more_experts_but_fewer_bytes_for_each_token():
    alone, together = (decode(Weights.of(30, 3), 64, batch) for batch in (1, 64))
    assert alone.bytes_moved == pytest.approx(64 * 3e9 * 2)
    assert alone.flops == together.flops == pytest.approx(64 * 2 * 3e9)
    assert together.bytes_moved is not None and together.bytes_moved == pytest.approx(60e9, rel=0.01)


def test_the_same_work_is_priced_on_each_and_what_has_no_figure_stays_unknown():
    told = dict(compare(LAYER))
    core, tpu = told["cpu_core"], told["tpu_v4"]
    assert core.joules is not None and core.seconds is not None
    assert core.seconds.value == pytest.approx(4 * (64 * 128 + 128 * 10) / 1.45e10 / 0.9)  # bound by its bytes
    assert tpu.joules is None and "no figure for fp32, only bf16, int8" in tpu.how
    assert told["crossbar"].joules is not None and "simulated what-if" in told["crossbar"].how


def test_a_format_without_units_is_computed_in_the_narrowest_wider_one():
    assert machine("h100").computed_in("mxfp4") == "mxfp4"
    assert machine("tpu_v4").computed_in("mxfp4") == "int8"
    assert machine("cpu_core").computed_in("int8") == "fp32"
    assert machine("tpu_v4").computed_in("fp32") is None
    told = machine("cpu_core").estimate(Work((Product(1, 64, 128, "int8"),)))
    assert told.joules is not None and "int8 computed in fp32" in told.how


def test_the_command_prices_products_and_tokens():
    def run(*words: str) -> dict:
        asked = ["chip", "compare", *words, "--json"]
        return json.loads(CliRunner().invoke(suffice, asked, standalone_mode=False, catch_exceptions=False).stdout)

    told = run("1x64x128,1x128x10", "--dtype", "fp32")
    assert set(told) == {"b200", "cpu_core", "crossbar", "h100", "tpu_v4"}
    assert told["tpu_v4"]["joules"] is None and told["h100"]["joules"]["boundary"] == "node"
    assert run("--model", "gpt-oss-120b", "--dtype", "mxfp4")["h100"]["joules"]["value"] > 1
    for words, said in (
        ((), "state matrix products"),
        (("3x4",), "is no matrix product"),
        (("3x4xnan",), "is no matrix product"),
        (("1x2x3", "--dtype", "fp12"), "no number format"),
        (("--model", "abacus"), "parameters of 'abacus' are unknown"),
    ):
        with pytest.raises(UsageError, match=said):
            run(*words)


def test_work_without_products_is_unknown():
    assert machine("h100").estimate(Work()).joules is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title", "is no TOML"),
        ('title = "x"', "boundary"),
        ('title = "x"\nboundary = "gpu"', "'bytes_per_s' is missing"),
        ('title = "x"\nboundary = "gpu"\nwatts = 3', "a figure is a table"),
        ('title = "x"\nboundary = "gpu"\nwatts = { value = 3, low = 4 }', "low <= value <= high"),
        ('title = "x"\nboundary = "gpu"\nwatts = { value = 3 }', "'unit' is missing"),
        ('title = "x"\nboundary = "gpu"\n[peak]\nfp12 = 3', "no number format 'fp12'"),
    ],
)
def test_a_data_file_that_says_too_little_is_refused(text: str, said: str):
    with pytest.raises(UsageError, match=said):
        from_toml("x", text)


def test_an_unknown_machine_names_those_there_are():
    with pytest.raises(UsageError, match="b200, cpu_core, h100, tpu_v4"):
        machine("abacus")


def test_impossible_products_are_refused():
    with pytest.raises(ValueError, match="positive"):
        Product(0, 1, 1, "fp32")
    with pytest.raises(UsageError, match="sizes go up to"):
        products("1e308x1e308x1e308", "fp32")
    with pytest.raises(UsageError, match="both at most"):
        tokens("gpt-oss-120b", float("inf"), 64, "mxfp4")
    rows = compare(products("1x1000000000x1000000000", "bf16"))
    assert all(told.joules is None or told.joules.value > 0 for _, told in rows)
