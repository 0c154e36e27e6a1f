import json
import re

import numpy as np
import pytest
from tests.helpers import same
from tests.plots.data import binary, multiclass

from figmerit import Abstention, compute_abstention, compute_confusion_matrix, compute_risk_coverage, count_scores


def test_counts_are_those_of_the_rows():
    true, score = binary(1.2)
    weight = np.arange(200) / 10
    for given in (None, weight):
        found = compute_abstention(true, score, low=0.3, high=0.6, sample_weight=given)
        each = np.ones(200) if given is None else weight
        for row, label in enumerate((0, 1)):
            sides = score < 0.3, score >= 0.6, (score >= 0.3) & (score < 0.6)
            expected = [each[(true == label) & side].sum() for side in sides]
            np.testing.assert_allclose(found.counts[row], expected, rtol=1e-12)
        wrong = found.counts[0, 1] + found.counts[1, 0]
        assert found.coverage == pytest.approx(found.counts[:, :2].sum() / each.sum())
        assert found.risk == pytest.approx(wrong / found.counts[:, :2].sum())
    counted = compute_abstention(count_scores(true, score), low=0.3, high=0.6)
    assert same(counted, compute_abstention(true, score, low=0.3, high=0.6))


def test_one_threshold_is_a_confusion_matrix():
    true, score = binary(1.2)
    found = compute_abstention(true, score, low=0.5, high=0.5)
    assert found.counts[:, :2].tolist() == compute_confusion_matrix(true, y_score=score).counts.tolist()
    assert found.coverage == 1
    curve = compute_risk_coverage(true, score)
    level = curve.confidence[100]
    apart = compute_abstention(true, score, low=np.nextafter(0.5 - level, 1), high=0.5 + level)
    assert apart.coverage == pytest.approx(curve.coverage[100], abs=0.006)


def test_labels_keep_their_order():
    found = compute_abstention(["no", "yes", "no"], [0.1, 0.6, 0.9], low=0.3, high=0.8, pos_label="no")
    assert found.labels == ("no", "yes")
    assert found.counts.tolist() == [[1, 1, 0], [0, 0, 1]]
    assert found.column_labels == ("no", "yes", "to a human")
    assert found.normalized("true").tolist() == [[0.5, 0.5, 0], [0, 0, 1]]


def test_words_and_round_trips():
    found = compute_abstention([0, 1, 1, 0], [0.1, 0.4, 0.9, 0.3], low=0.25, high=0.5)
    assert repr(found) == "Abstention(score < 0.25 or ≥ 0.5: coverage=0.5, risk=0)"
    assert found.alt_text() == (
        "Confusion matrix of 4 samples with abstention: 50.0% are decided, of which 0.0% are errors."
    )
    assert same(Abstention.from_dict(json.loads(json.dumps(found.to_dict()))), found)
    assert found.to_pandas()["predicted"].tolist() == ["0", "1", "to a human"] * 2
    nothing = compute_abstention([0, 1], [0.4, 0.5], low=0, high=1)
    assert nothing.undefined == {"risk": "nothing is decided"}
    assert nothing.alt_text().endswith("0.0% are decided.")


ERRORS = {
    "order": (([0, 1], [0.1, 0.4]), {"low": 0.7, "high": 0.3}, ValueError,
              "low must be no higher than high; got 0.7 and high=0.3.\nHint: low=0.3, high=0.7."),
    "number": (([0, 1], [0.1, 0.4]), {"low": "a", "high": 0.3}, TypeError, "low must be a finite number; got 'a'."),
    "classes": (multiclass(3), {"low": 0.3, "high": 0.5}, ValueError,
                "labels must be two, one on each side of the thresholds; got 3."),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "options", "kind", "message"), ERRORS.values(), ids=ERRORS)
def test_whole_error(arguments, options, kind, message):
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        compute_abstention(*arguments, **options)
