"""Numbers as texts never claim a 0 or a 1 that is not there."""

import numpy as np
import pytest
from tests.cuts import CUTS

from figmerit._numbers import count_text, cut_text, equation, measured, quantity, rounded, within


@pytest.mark.parametrize(
    ("value", "fmt", "text"),
    [
        (0.5, "{:.3f}", "0.500"),
        (1.0, "{:.3f}", "1.000"),
        (0.0, "{:.3f}", "0.000"),
        (0.9996, "{:.3f}", ">0.999"),
        (0.9994, "{:.3f}", "0.999"),
        (0.0004, "{:.3f}", "<0.001"),
        (-0.0004, "{:.3f}", ">-0.001"),
        (-0.9996, "{:.3f}", "<-0.999"),
        (1.0004, "{:.3f}", "1.000"),
        (0.9996, "{:.1%}", ">99.9%"),
        (0.0004, "{:.1%}", "<0.1%"),
        (0.996, "{:.0%}", ">99%"),
        (0.123, "{:.1%}", "12.3%"),
        (0.9999, "F1 {:.2f} !", "F1 >0.99 !"),
        (0.9996, "{:.3g}", "1"),
        (0.9996, "{0:.3f}", ">0.999"),
        (0.0004, "{:+.3f}", "<+0.001"),
        (0.9996, "{:,.1f}", ">0.9"),
        (0.9996, "{:7.3f}", ">  0.999"),
        (12345.0, "{:.2e}", "1.23e+04"),
    ],
)
def test_rounding_never_claims_a_perfect_number(value, fmt, text):
    assert rounded(value, fmt) == text


def test_an_equation_says_which_side_the_number_is_on():
    assert equation("AUC", 0.8125) == "AUC = 0.812"
    assert equation("AUC", 0.99999) == "AUC > 0.999"
    assert equation("AUC", 1e-9) == "AUC < 0.001"


def test_counts_are_whole_and_weights_are_not():
    assert [count_text(value) for value in (12.0, 3, 0.5, 1.25, 0.0123456)] == ["12", "3", "0.5", "1.25", "0.0123"]
    assert count_text(0.9996) == ">0.999"


def test_zero_has_no_sign():
    assert [rounded(value, "{:+.2f}") for value in (-0.0, 0.0, -0.001, 0.001)] == ["+0.00", "+0.00", ">-0.01", "<+0.01"]


def test_one_of_a_kind_is_not_many():
    assert quantity(1, "class", "classes") == "1 class"
    assert quantity(1234.5, "sample", "samples") == "1,234.5 samples"


@pytest.mark.parametrize(
    ("value", "bounds", "texts"),
    [
        (0.8731, (0.8730, 0.8733), ("0.8731", "± 0.0002")),
        (0.87314, (0.8730, 0.8733), ("0.8731", "± 0.0002")),
        (0.5, (0.45, 0.62), ("0.500", "± 0.120")),
        (0.99997, (0.99996, 0.99999), ("0.99997", "± 0.00002")),
        (0.25, (0.25 - 1e-9, 0.25 + 1e-9), ("0.25000", "± 0.00001")),
        (0.25, (0.25, 0.25), ("0.25000", "± 0.00001")),
    ],
)
def test_a_margin_holds_from_the_number_shown(value, bounds, texts):
    fmt, margin = within(value, bounds)
    assert (fmt.format(value), margin) == texts
    shown, off = float(texts[0]), float(texts[1].removeprefix("± "))
    assert shown - off <= bounds[0] + 1e-12
    assert bounds[1] - 1e-12 <= shown + off


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((0, "0.000"), (0.5, "0.500"), (0.9997, ">0.999"), (12.3456, "12.346"), (-0.25, "-0.250"), (0.001, "0.001")),
        *((0.00042, "4.20e-04"), (-1e-9, "-1.00e-09"), (1234.56, "1,234.6"), (3.2e9, "3.20e+09"), (-1000, "-1,000.0")),
    ],
)
def test_values_of_any_size_are_measured(value, text):
    assert measured(value) == text


def test_a_threshold_is_never_rounded_up():
    rng = np.random.default_rng(0)
    for value in [*rng.normal(size=500), *rng.uniform(size=500), 0.1, 1 / 3, 2 / 3, 1e-9 / 3, -2 / 3, 123456.75]:
        shown = float(cut_text(value).removeprefix("score ≥ "))
        assert shown <= value
        assert value - shown <= 1.0001e-5 * abs(value)
    assert [cut_text(value) for value in (0.5, -1.0, 2 / 3, float("inf"))] == [
        "score ≥ 0.5", "score ≥ -1", "score ≥ 0.666666", "no score reaches it"]  # fmt: skip


@pytest.mark.parametrize(("value", "text"), CUTS.items())
def test_the_text_of_a_threshold(value, text):
    assert cut_text(value) == (f"score ≥ {text}" if text else "no score reaches it")
    assert text is None or float(text) <= value
