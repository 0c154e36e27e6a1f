"""Each check fires and is silent, on predictions of real data."""

import json
import re
from functools import cache, partial

import numpy as np
import pytest
from scipy.special import logit
from sklearn.datasets import load_breast_cancer, load_digits
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from figmerit import (
    FigmeritWarning,
    Finding,
    ThresholdSweep,
    check,
    choose_threshold,
    compute_abstention,
    compute_confusion_matrix,
    compute_learning_curve,
    compute_metric_summary,
    compute_pr_curve,
    compute_reliability,
    compute_risk_coverage,
    compute_roc_curve,
    compute_score_histograms,
    compute_slice_metrics,
    compute_threshold_sweep,
    count_labels,
    count_scores,
)
from figmerit.checks.check import IDS


@cache
def cancer():
    """Return true labels, scores and the size of each sample of a test set: 1 is benign."""
    X, y = load_breast_cancer(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5, random_state=0)
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(X_train[:, :2], y_train)
    return y_test, model.predict_proba(X_test[:, :2])[:, 1], X_test[:, 0]


@cache
def forest():
    """Return true labels and the votes of ten trees for one of ten digits."""
    X, y = load_digits(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y == 4, test_size=0.5, random_state=0)
    return y_test, RandomForestClassifier(10, random_state=0).fit(X_train, y_train).predict_proba(X_test)[:, 1]


@cache
def digits():
    """Return true and predicted digits."""
    X, y = load_digits(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5, random_state=0)
    return y_test, GaussianNB().fit(X_train, y_train).predict(X_test)


def digits_with(change):
    """Return digits of which some predictions were changed."""
    true, pred = (part.copy() for part in digits())
    pred[:] = true
    change(true, pred)
    return true, pred


def point(*, elsewhere=False, **rule):
    true, score, _ = cancer()
    half = slice(None, None, 2)
    chosen = choose_threshold(compute_threshold_sweep(true[half], score[half]), **rule)
    others = slice(1, None, 2) if elsewhere else half
    return compute_threshold_sweep(true[others], score[others]).at_threshold(chosen)


def of_slices(edges):
    true, score, size = cancer()
    return compute_slice_metrics(true, y_score=score, row_slices=np.digitize(size, edges))


def in_a_cell(true, pred):
    pred[np.flatnonzero(true == 3)[:40]] = 8
    pred[np.flatnonzero(true == 1)[:5]] = 2


def in_a_row(true, pred):
    pred[np.flatnonzero(true == 3)[:45]] = np.arange(45) % 3
    pred[np.flatnonzero(true == 1)[:5]] = 2


def in_a_column(true, pred):
    for digit in (0, 1, 2, 4, 5, 6):
        pred[np.flatnonzero(true == digit)[:6]] = 3
    pred[np.flatnonzero(true == 1)[-5:]] = 2


def everywhere(true, pred):
    for digit in range(10):
        places = np.flatnonzero(true == digit)
        for step in range(1, 10):
            pred[places[2 * step : 2 * step + 2]] = (digit + step) % 10


def rows(fires, true, *others):
    """Return the rows of one class, or all."""
    part = true == 1 if fires else slice(None)
    return (true[part], *(other[part] for other in others))


def labels_of(fires):
    _, score, _ = cancer()
    return (score >= 0.5).astype(int) if fires else score


def some_labels(fires):
    """Return predicted digits, one-hot encoded; or as they are, beside which a matrix is no indicator."""
    return np.eye(10, dtype=int)[digits()[1]] * (1 if fires else 2)


CASES = {
    "one-class": lambda fires: check(*rows(fires, *cancer()[:2])),
    "hard-labels": lambda fires: check(cancer()[0], labels_of(fires)),
    "few-scores": lambda fires: check(*(forest() if fires else cancer()[:2])),
    "below-chance": lambda fires: check(cancer()[0], 1 - cancer()[1] if fires else cancer()[1]),
    "swapped": lambda fires: check(*(cancer()[:2][::-1] if fires else cancer()[:2])),
    "no-better-than-majority": lambda fires: check(cancer()[0], y_pred=cancer()[1] >= (0.99 if fires else 0.5)),
    "recall-zero": lambda fires: (
        check(digits()[0], y_pred=np.where(digits()[1] == 3, 8, digits()[1]))
        if fires
        else check(digits()[0], y_pred=digits()[1])
    ),
    "rare-class": lambda fires: check(compute_roc_curve(*forest())) if fires else check(compute_pr_curve(*forest())),
    "one-prediction": lambda fires: check(
        compute_confusion_matrix(cancer()[0], y_score=cancer()[1], threshold=0.5 * (not fires))
    ),
    "tiny-class": lambda fires: check(*(part[: 12 if fires else None] for part in cancer()[:2])),
    "tiny-slice": lambda fires: check(of_slices([10, 13, 16, 19] if fires else [13])),
    "repeated-ids": lambda fires: check(*cancer()[:2], sample_ids=np.arange(len(cancer()[0])) // (2 if fires else 1)),
    "not-probabilities": lambda fires: check(cancer()[0], 5 * cancer()[1] if fires else cancer()[1]),
    "logits-at-default-threshold": lambda fires: check(cancer()[0], logit(cancer()[1]) if fires else cancer()[1]),
    "one-hot": lambda fires: check(np.eye(10, dtype=int)[digits()[0]], y_pred=some_labels(fires)),
    "chosen-here": lambda fires: check(point(elsewhere=not fires)),
    "errors-in-a-cell": lambda fires: check(count_labels(*digits_with(in_a_cell if fires else in_a_row))),
    "errors-in-a-row": lambda fires: check(count_labels(*digits_with(in_a_row if fires else everywhere))),
    "errors-in-a-column": lambda fires: check(count_labels(*digits_with(in_a_column if fires else in_a_row))),
    "errors-everywhere": lambda fires: check(count_labels(*digits_with(everywhere if fires else in_a_cell))),
}


def test_each_finding_has_a_case():
    assert sorted(CASES) == sorted(IDS)


@pytest.mark.parametrize("fires", [True, False], ids=["fires", "silent"])
@pytest.mark.parametrize("name", CASES)
def test_each_check_fires_and_is_silent(name, fires):
    found = CASES[name](fires)
    assert (name in {finding.id for finding in found}) == fires, found
    for finding in found:
        assert finding.sentence.endswith((".", ":")) or finding.sentence[-1] == "."
        assert finding.hint
        assert finding.severity in ("error", "warning", "note")


def test_what_a_finding_tells_is_no_warning():
    labels = np.eye(3, dtype=int)[np.arange(60) % 3]
    scores = np.random.default_rng(0).normal(size=(60, 3))
    for arguments in ({"y_score": scores}, {"y_pred": labels}, {"y_score": scores, "y_pred": labels}):
        assert [finding.id for finding in check(labels, **arguments)].count("one-hot") == 1
    assert "one-hot" not in ids_of(labels[:3], y_pred=labels[:3])
    assert "one-hot" not in ids_of(labels | np.roll(labels, 1, axis=1), y_pred=labels)
    assert "one-hot" not in ids_of(labels.argmax(axis=1), y_score=scores)
    assert "one-hot" not in ids_of(labels, y_pred=2 * labels)


def test_logits_are_scores_on_both_sides_of_zero():
    true, score, _ = cancer()
    name = "logits-at-default-threshold"
    (found,) = check(true, logit(score))
    assert found.id == name
    assert found.hint == "threshold=0 cuts logits; or pass probabilities, scipy.special.expit(y_score)."
    assert ids_of(true, y_score=np.log(score)) == ["not-probabilities"]
    assert ids_of(true, y_score=5 * score) == ["not-probabilities"]
    assert name not in ids_of(true, y_score=np.where(true == 1, 1, -1))
    both = np.column_stack([true, 1 - true, true])
    both[0] = 1
    assert name in ids_of(both, y_score=logit(np.column_stack([score, 1 - score, score])))
    assert name in ids(count_scores(true, logit(score)))
    several = np.column_stack([score, 1 - score, score]) - 0.5
    assert name not in ids_of(np.arange(len(true)) % 3, y_score=several)
    off = np.float32(1) + np.finfo(np.float32).eps
    assert ids_of(true, y_score=np.append(score[1:], off).astype(np.float32), ignore=["below-chance"]) == []


def ids_of(true, **arguments):
    return [finding.id for finding in check(true, **arguments)]


def test_good_predictions_have_no_findings():
    true, score, _ = cancer()
    assert check(true, score, sample_ids=np.arange(len(true))) == []
    assert check(count_scores(true, score)) == []
    assert check(compute_roc_curve(true, score)) == []
    assert check({"a": compute_roc_curve(true, score), "b": compute_threshold_sweep(true, score)}) == []
    assert check(true, y_pred=(score > 0.5).astype(int)) == []


def test_findings_can_be_left_out_and_come_by_severity():
    true, score = cancer()[0][:12], 5 * cancer()[1][:12]
    found = check(true, score, sample_ids=[1] * 12)
    assert [finding.id for finding in found] == ["repeated-ids", "tiny-class", "not-probabilities"]
    assert [finding.id for finding in check(true, score, ignore=["tiny-class"])] == ["not-probabilities"]
    assert check(true, score, ignore=("tiny-class", "not-probabilities")) == []


def test_several_classes():
    rng = np.random.default_rng(0)
    true, score = rng.integers(0, 3, 300), rng.random((300, 3))
    score[np.arange(300), true] -= 0.5
    found = check(true, score)
    assert {finding.id for finding in found} >= {"below-chance", "no-better-than-majority"}
    assert sum(finding.id == "below-chance" for finding in found) == 3
    curve = compute_roc_curve(true, score)
    assert sum(finding.id == "below-chance" for finding in check(curve)) == 3


RESULTS = {
    "summary": (compute_metric_summary, "tiny-class"),
    "reliability": (compute_reliability, "tiny-class"),
    "histograms": (compute_score_histograms, "tiny-class"),
    "abstention": (partial(compute_abstention, low=0.4, high=0.6), "tiny-class"),
}


@pytest.mark.parametrize(("compute", "name"), RESULTS.values(), ids=RESULTS)
def test_results_of_few_samples(compute, name):
    true, score, _ = cancer()
    scores = {"y_score": score}
    few = {"y_score": score[:12]}
    others = ["no-better-than-majority", "recall-zero"]
    assert [finding.id for finding in check(compute(true[:12], **few), ignore=others)] == [name]
    assert check(compute(true, **scores)) == []
    only = check(compute(true[true == 1][:50], y_score=score[true == 1][:50], **labels_if(compute)))
    assert [finding.id for finding in only] == ["one-class"]
    weights = np.full(12, 0.5)
    assert check(compute(true[:12], **few, sample_weight=weights), ignore=others) == []


def labels_if(compute):
    """Return what a summary must be told, because it does not know of a class that is absent."""
    return {"labels": [0, 1]} if compute is compute_metric_summary else {}


def test_summaries():
    true, score, _ = cancer()
    assert "below-chance" in ids(compute_metric_summary(true, y_score=1 - score))
    assert "no-better-than-majority" in ids(compute_metric_summary(true, score >= 0.99))
    assert ids(compute_metric_summary(true, np.ones_like(true))) == ["one-prediction"]
    assert "recall-zero" in ids(compute_metric_summary(digits()[0], np.where(digits()[1] == 3, 8, digits()[1])))
    labels = np.eye(3, dtype=int)[np.arange(60) % 3]
    assert ids(compute_metric_summary(labels, labels * [1, 1, 0], multilabel=True)) == ["recall-zero"]


def test_other_results():
    true, score, size = cancer()
    assert ids(compute_score_histograms(true, score, by=np.digitize(size, [10, 20]))) == ["tiny-slice"]
    assert ids(compute_risk_coverage(*forest())) == ["few-scores"]
    assert ids(compute_risk_coverage(true, score)) == []
    assert ids(compute_abstention(true, score, low=-1, high=2)) == ["one-prediction"]
    rare = np.tile([0.5, 0.3, 0.2], (60, 1))
    assert ids(compute_reliability(np.zeros(60, int), rare, labels=[0, 1, 2], kind="top_label")) == []
    assert ids(compute_reliability(np.zeros(60, int), rare, labels=[0, 1, 2], kind="class_wise")) == ["one-class"] * 3
    assert ids(compute_reliability(np.arange(15) % 3, rare[:15], kind="class_wise")) == ["tiny-class"] * 3


def ids(result):
    return [finding.id for finding in check(result)]


def test_words():
    (found,) = check(cancer()[0], y_pred=np.ones_like(cancer()[0]))
    assert repr(found) == "Finding(error 'one-prediction': Every sample is predicted as '1': nothing is decided.)"
    assert found.alt_text().startswith("Every sample is predicted as '1': nothing is decided. Choose another threshold")
    assert Finding.from_dict(json.loads(json.dumps(found.to_dict()))).sentence == found.sentence
    assert found.to_pandas()["id"].tolist() == ["one-prediction"]


def test_a_useless_threshold():
    sweep = compute_threshold_sweep(*cancer()[:2])
    found = {finding.id: finding for finding in check(sweep.at_threshold(0))}
    assert found["one-prediction"].sentence == "At the threshold 0 everything is called positive."


def test_an_empty_or_small_matrix():
    assert check(compute_confusion_matrix([0, 0, 1, 1] * 5, [0, 0, 1, 1] * 5)) == []
    found = check(compute_confusion_matrix([0, 1, 2], [0, 1, 2], labels=[0, 1, 2, 3]))
    assert [finding.id for finding in found] == ["tiny-class"]


ERRORS = {
    "neither": (([0, 1],), {}, TypeError, "y_score or y_pred must be given; got neither.\n"
                "Hint: check(y_true, y_score), or check(result)."),
    "ignore": (([0, 1], [0.1, 0.2]), {"ignore": ["one-clas"]}, ValueError,
               "ignore must be names of findings; got 'one-clas'.\nHint: Did you mean 'one-class'?"),
    "arrays with a result": ((compute_roc_curve([0, 1], [0.1, 0.2]), [0.1, 0.2]), {}, TypeError,
                             "y_score must be left out with a ROCCurve; got [0.1, 0.2]."),
    "no checks": ((compute_learning_curve({"loss": [3, 2, 1]}),), {}, TypeError,
                  "y_true must be arrays, or one of ['ROCCurve', 'PRCurve', 'ThresholdSweep', 'OperatingPoint', "
                  "'ConfusionMatrix', 'MetricSummary', 'SliceMetrics', 'Reliability', 'ScoreHistograms', "
                  "'RiskCoverage', 'Abstention', 'ScoreCounts', 'LabelCounts']; got a LearningCurve, of which there "
                  "are no checks."),
    "mapping": (({"a": 3},), {}, TypeError,
                "y_true must be arrays, a result or a mapping of results; got 3 under 'a'."),
    "ids": (([0, 1], [0.1, 0.2]), {"sample_ids": [1]}, ValueError,
            "sample_ids must be of the same shape as y_true, (2,); got shape (1,)."),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "options", "kind", "message"), ERRORS.values(), ids=ERRORS)
def test_whole_error(arguments, options, kind, message):
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        check(*arguments, **options)


def test_an_area_of_a_half_is_not_below_chance():
    rng = np.random.default_rng(0)
    for _ in range(200):
        score = rng.integers(0, 4, 20) / 7
        true = np.tile([0, 1], 10)
        pairs = score[true == 1][:, None] - score[true == 0]
        below = np.sum(pairs > 0) < np.sum(pairs < 0)
        assert ("below-chance" in [finding.id for finding in check(true, score)]) == below


def test_several_columns_are_checked_one_by_one():
    rng = np.random.default_rng(0)
    true, score = np.arange(300) % 3, rng.random((300, 3))
    assert "hard-labels" in [finding.id for finding in check(true, np.eye(3)[true])]
    assert "few-scores" in [finding.id for finding in check(true, score.round(1))]
    assert "not-probabilities" in [finding.id for finding in check(true, np.log(score))]
    four = np.column_stack([score, rng.random(300)])
    assert "one-class" in [finding.id for finding in check(true, four, labels=[0, 1, 2, 3])]


def test_indicators_are_labels_of_samples():
    labels = np.zeros((60, 3), int)
    labels[::2, 0] = labels[1::2, 1] = labels[0, 1] = 1
    found = [finding.id for finding in check(labels, y_pred=labels * [1, 0, 1])]
    assert found == ["recall-zero"]


def test_labels_as_scores():
    true = cancer()[0][:50]
    assert [finding.id for finding in check(true + 1, true + 1, pos_label=2)][:1] == ["hard-labels"]
    assert [finding.id for finding in check(true, np.full(50, 0.5))] == ["few-scores"]
    with pytest.warns(FigmeritWarning, match="look like predicted labels"):
        curve = compute_roc_curve(cancer()[0], cancer()[0])
    assert ids(curve) == ["hard-labels"]
    assert "below-chance" in ids(compute_threshold_sweep(cancer()[0], 1 - cancer()[1]))


def test_names_of_results():
    true, score, _ = cancer()
    curves = {"good": compute_roc_curve(true, score), "bad": compute_roc_curve(true, 1 - score)}
    assert [finding.sentence[:5] for finding in check(curves)] == ["bad: "]
    rare = forest()
    both = {"roc": compute_roc_curve(*rare), "pr": compute_pr_curve(*rare)}
    assert "rare-class" in ids(both["roc"])
    assert "rare-class" not in [finding.id for finding in check(both)]


def test_a_matrix_knows_where_its_threshold_was_chosen():
    assert ids(point().matrix) == ["chosen-here"]
    assert ids(point(elsewhere=True).matrix) == []


def test_an_abstention_that_decides_for_one_class():
    true, score, _ = cancer()
    assert ids(compute_abstention(true, score, low=-1, high=0.5)) == ["one-prediction"]


def test_missing_labels_are_not_fractions():
    with pytest.raises(ValueError, match="missing"):
        check([0, 1, np.nan, 1], [0, 1, 1, 0])


def test_few_given_thresholds_are_no_few_scores():
    rng = np.random.default_rng(0)
    true, score = rng.integers(0, 2, 400), rng.random(400)
    curve = compute_roc_curve(true, score, thresholds=[0.2, 0.5])
    assert "few-scores" not in [finding.id for finding in check(curve)]
    assert "few-scores" not in [finding.id for finding in check(ThresholdSweep(outcomes=curve.outcomes))]
