import json
import math
import re
from fractions import Fraction

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_digits
from sklearn.model_selection import learning_curve
from sklearn.naive_bayes import GaussianNB
from tests.helpers import Tensor, check_kind
from tests.plots.data import training_log

from figmerit import LearningCurve, MetricCurve, compute_learning_curve
from figmerit.logs._names import direction_of, metric_of

nan, inf = float("nan"), float("inf")
LOSS = [0.9, 0.5, 0.3, 0.2, 0.1, 0.05]
VAL_LOSS = [0.9, 0.6, 0.5, 0.55, 0.7, 0.9]
TRAINER = [
    {"loss": 1.2, "learning_rate": 1e-3, "epoch": 0.5, "step": 10},
    {"loss": 1.0, "learning_rate": 9e-4, "epoch": 1.0, "step": 20},
    {"eval_loss": 1.1, "eval_accuracy": 0.5, "eval_runtime": 3.0, "epoch": 1.0, "step": 20},
    {"loss": 0.7, "learning_rate": 8e-4, "epoch": 1.5, "step": 30},
    {"loss": 0.6, "learning_rate": 7e-4, "epoch": 2.0, "step": 40},
    {"eval_loss": 0.9, "eval_accuracy": 0.6, "eval_runtime": 3.1, "epoch": 2.0, "step": 40},
    {"train_runtime": 100.0, "train_loss": 0.8, "total_flos": 1e9, "epoch": 2.0, "step": 40},
]
"""As the Trainer of Hugging Face logs."""


def loss_of(log, **options):
    return compute_learning_curve(log, **options)["loss"]


# --- Numbers --------------------------------------------------------------------------------------


def test_worked_example():
    curve = loss_of({"loss": LOSS, "val_loss": VAL_LOSS})
    assert (curve.x_name, curve.x.tolist()) == ("row", [1, 2, 3, 4, 5, 6])
    assert (curve.best_x, curve.best_value, curve.last_x) == (3, 0.5, 6)
    assert curve.gap_at_best == pytest.approx(0.2, abs=1e-12)
    assert curve.gap_at_last == pytest.approx(0.85, abs=1e-12)
    assert not curve.greater_is_better
    assert curve.undefined == {}
    assert repr(curve) == "MetricCurve(loss: best 0.5 at 3, 6 steps, overfitting)"


def by_hand(x, training, validation, *, greater):
    """Return best step, value and both gaps of lists with None, in the plainest way."""
    rows = [(a, t, v) for a, t, v in zip(x, training, validation, strict=True)]
    known = [i for i, row in enumerate(rows) if row[2] is not None]
    best = known[0]
    for i in known[1:]:
        if rows[i][2] > rows[best][2] if greater else rows[i][2] < rows[best][2]:
            best = i
    gaps = []
    for i in (best, known[-1]):
        start = max([k + 1 for k in known if k < i], default=0)
        since = [row[1] for row in rows[start : i + 1] if row[1] is not None]
        before = [row[1] for row in rows[: i + 1] if row[1] is not None]
        used = sum(since) / len(since) if since else before[-1] if before else nan
        gaps.append(used - rows[i][2] if greater else rows[i][2] - used)
    return rows[best][0], rows[best][2], *gaps


values = st.none() | st.integers(-20, 20).map(lambda number: number / 8)


def test_a_gap_within_the_noise_of_a_perfect_end_is_read():
    training = [nan] * 5 + [0.0] * 4 + [5 / 8]
    validation = [0.0] * 4 + [-0.5, nan, nan, -0.5, 0.0, 0.0]
    curve = loss_of({"loss": training, "val_loss": validation}, greater_is_better=True)
    assert "(within the noise of validation)" in curve.explanation


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(values, values), min_size=1, max_size=30), st.booleans(), st.randoms())
def test_best_steps_and_gaps_equal_brute_force(pairs, greater, random):
    training, validation = ([pair[side] for pair in pairs] for side in (0, 1))
    if all(value is None for value in training) or all(value is None for value in validation):
        return
    x = [3 * k - 7 for k in range(len(pairs))]
    rows = list(zip(x, training, validation, strict=True))
    random.shuffle(rows)  # steps are sorted
    log = [{"step": a, "train_loss": t, "val_loss": v} for a, t, v in rows]
    curve = loss_of(log, greater_is_better=greater)
    found = curve.best_x, curve.best_value, curve.gap_at_best, curve.gap_at_last
    np.testing.assert_allclose(found, by_hand(x, training, validation, greater=greater), rtol=0, atol=1e-12)
    np.testing.assert_array_equal(curve.x, x)
    np.testing.assert_array_equal(curve.training, [nan if value is None else value for value in training])


def test_folds_of_scikit_learn():
    X, y = load_digits(return_X_y=True)
    sizes, train, test = learning_curve(GaussianNB(), X, y, cv=4, train_sizes=[100, 400, 1000])
    curve = compute_learning_curve({"train_sizes": sizes, "train_scores": train, "test_scores": test})["score"]
    np.testing.assert_array_equal(curve.x, sizes)
    np.testing.assert_allclose(curve.training, train.mean(axis=1), atol=1e-12)
    np.testing.assert_allclose(curve.validation, test.mean(axis=1), atol=1e-12)
    np.testing.assert_array_equal(curve.validation_range, np.column_stack([test.min(axis=1), test.max(axis=1)]))
    np.testing.assert_array_equal(curve.training_range, np.column_stack([train.min(axis=1), train.max(axis=1)]))
    assert (curve.n_folds, curve.x_name, curve.greater_is_better) == (4, "train_sizes", True)


def test_a_fold_without_a_value_is_left_out_of_the_mean():
    log = {"train_sizes": [1, 2], "train_scores": [[1, 1], [1, 1]], "test_scores": [[0.5, None], [None, None]]}
    curve = compute_learning_curve(log)["score"]
    np.testing.assert_array_equal(curve.validation, [0.5, nan])
    np.testing.assert_array_equal(curve.validation_range, [[0.5, 0.5], [nan, nan]])


# --- Whatever holds the log -----------------------------------------------------------------------


def as_csv(delimiter):
    def write(columns, folder):
        path = folder / "log.csv"
        pd.DataFrame(columns).to_csv(path, index=False, sep=delimiter)
        return path

    return write


HOLDERS = {
    "mapping": lambda columns, _: columns,
    "arrays": lambda columns, _: {name: np.array(values, float) for name, values in columns.items()},
    "tensors": lambda columns, _: {name: Tensor(np.array(values, float)) for name, values in columns.items()},
    "rows": lambda columns, _: [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)],
    "rows that lack keys": lambda columns, _: [
        {name: Tensor(value) for name, value in zip(columns, row, strict=True) if value is not None}
        for row in zip(*columns.values(), strict=True)
    ],
    "pandas": lambda columns, _: pd.DataFrame(columns),
    "pandas with an index": lambda columns, _: pd.DataFrame(columns).set_index("epoch"),
    "pandas nullable": lambda columns, _: pd.DataFrame(columns).convert_dtypes(),
    "polars": lambda columns, _: pl.DataFrame(columns),
    "pyarrow": lambda columns, _: pa.table(columns),
    "csv": as_csv(","),
    "csv of Keras": as_csv(";"),
    "csv by its name": lambda columns, folder: str(as_csv("\t")(columns, folder)),
}


@pytest.mark.parametrize("holder", HOLDERS)
def test_every_holder_gives_the_same(holder, tmp_path):
    columns = {"epoch": [0, 1, 2, 3, 4, 5], "loss": LOSS, "val_loss": [None, *VAL_LOSS[1:]]}
    expected = compute_learning_curve(columns).to_dict()
    assert expected["x_name"] == "epoch"
    found = compute_learning_curve(HOLDERS[holder](columns, tmp_path)).to_dict()
    assert repr(found) == repr(expected)


def test_the_log_of_a_trainer():
    curve = compute_learning_curve(TRAINER)
    assert [*curve.metrics] == ["loss"]  # neither runtimes nor the mean over all steps
    assert curve["loss"].x.tolist() == [0.5, 1, 1.5, 2]
    assert curve["loss"].training.tolist() == [1.2, 1.0, 0.7, 0.6]
    np.testing.assert_array_equal(curve["loss"].validation, [nan, 1.1, nan, 0.9])
    assert curve["loss"].gap_at_last == pytest.approx(0.9 - 0.65, abs=1e-12)  # of both training values since
    both = compute_learning_curve(TRAINER, metrics=["loss", "accuracy"], x="step")
    assert both["accuracy"].x.tolist() == [10, 20, 30, 40]
    assert both.undefined == {
        (name, "accuracy"): "no training value by then" for name in ("gap_at_best", "gap_at_last")
    }


def test_the_log_of_lightning():
    frame = pd.DataFrame(
        {
            "epoch": [0, 0, 0, 1, 1, 1],
            "step": [10, 20, 25, 35, 45, 50],
            "train_loss_step": [1, 0.9, None, 0.8, 0.7, None],
            "train_loss_epoch": [None, None, 0.96, None, None, 0.76],
            "val_loss": [None, None, 0.95, None, None, 0.85],
        }
    )
    assert loss_of(frame).x.tolist() == [0, 1]
    assert loss_of(frame).training.tolist() == [0.96, 0.76]
    steps = loss_of(frame.drop(columns="train_loss_epoch"))  # several values an epoch: steps are the axis
    assert (steps.x_name, steps.x.tolist()) == ("step", [10, 20, 25, 35, 45, 50])
    assert steps.gap_at_last == pytest.approx(0.85 - 0.75, abs=1e-12)


@pytest.mark.parametrize(
    ("training", "validation", "metric"),
    [
        ("loss", "val_loss", "loss"),
        ("train_loss", "valid_loss", "loss"),
        ("training_loss", "validation_loss", "loss"),
        ("Train Loss", "EVAL_LOSS", "Loss"),
        ("train/loss", "test/loss", "loss"),
        ("loss/train", "loss/val", "loss"),
        ("train.mean_squared_error", "dev.mean_squared_error", "mean_squared_error"),
        ("train_loss_epoch", "val_loss_epoch", "loss"),
        ("f1", "val_f1", "f1"),
        ("train_losses", "val_losses", "loss"),
        ("Train_Scores", "test_scores", "Score"),
    ],
)
def test_usual_names_are_paired(training, validation, metric):
    curve = compute_learning_curve({"time": ["9:00", "9:01"], training: [2, 1], validation: [4, 3]})
    assert [*curve.metrics] == [metric]
    assert (curve[metric].training.tolist(), curve[metric].validation.tolist()) == ([2, 1], [4, 3])


def test_validation_comes_before_test():
    curve = loss_of({"loss": [2, 1], "test_loss": [8, 9], "val_loss": [4, 3]})
    assert curve.validation.tolist() == [4, 3]


def test_columns_whose_names_say_nothing():
    log = {"a": [2, 1], "b": [4, 3], "t": [5, 9]}
    curve = compute_learning_curve(log, train="a", validation="b", x="t", metrics="cost")["cost"]
    assert (curve.x.tolist(), curve.training.tolist(), curve.validation.tolist()) == ([5, 9], [2, 1], [4, 3])
    alone = compute_learning_curve(log, validation="b", greater_is_better={"b": True})["b"]
    assert np.isnan(alone.training).all()
    assert alone.best_value == 4
    assert metric_of("step") == ("step", "", 1.0)


def test_a_named_column_may_lack_all_values():
    curve = loss_of({"loss": [3, 2, 1], "val_loss": [None] * 3}, train="loss", validation="val_loss")
    assert set(curve.undefined.values()) == {"no validation values"}
    assert curve.training.tolist() == [3, 2, 1]


def test_a_log_of_training_alone():
    curve = loss_of({"loss": [3, 2, 1], "lr": [1, 1, 1]})
    assert set(curve.undefined.values()) == {"no validation values"}
    assert (curve.reading, curve.best_x) == ("too short to tell", pytest.approx(nan, nan_ok=True))
    assert curve.explanation == "0 validation values, where the rule needs 5 of each side."
    assert curve.alt_text() == "Learning curve of 'loss' over 3 steps of 'row': no validation values."


# --- Which values are better ----------------------------------------------------------------------

BETTER = {
    True: "elbo log_likelihood 1-error "
    "accuracy acc f1 val_f1_score AUROC auc_1 macro_precision top_5_accuracy mIoU_score r2 neg_log_loss mAP50",
    False: "neg_log_likelihood negative_log_likelihood negloglik neg_loglik nll 1-auc 1_AUC neg_elbo "
    "loss box_loss mean_squared_error RMSE perplexity brier_score log_loss top_5_error cross_entropy wer",
    None: "foo grad_norm lr temperature",
}


@pytest.mark.parametrize(("name", "better"), [(name, better) for better in BETTER for name in BETTER[better].split()])
def test_names_tell_which_values_are_better(name, better):
    assert direction_of(name) is better


NESTED = {
    "XGBoost": {"validation_0": {"logloss": [0.6, 0.4, 0.3]}, "validation_1": {"logloss": [0.7, 0.5, 0.45]}},
    "XGBoost by name": {"train": {"logloss": [0.6, 0.4, 0.3]}, "eval": {"logloss": [0.7, 0.5, 0.45]}},
    "LightGBM": {"training": {"logloss": [0.6, 0.4, 0.3]}, "valid_1": {"logloss": [0.7, 0.5, 0.45]}},
    "CatBoost": {"learn": {"logloss": [0.6, 0.4, 0.3]}, "validation": {"logloss": [0.7, 0.5, 0.45]}},
    "short names": {"tr_logloss": [0.6, 0.4, 0.3], "te_logloss": [0.7, 0.5, 0.45]},
}


@pytest.mark.parametrize("name", NESTED)
def test_logs_of_boosting_libraries(name):
    curve = compute_learning_curve(NESTED[name], greater_is_better=False)["logloss"]
    assert curve.training.tolist() == [0.6, 0.4, 0.3]
    assert curve.validation.tolist() == [0.7, 0.5, 0.45]


def test_validation_every_second_epoch():
    curve = compute_learning_curve({"loss": [6, 5, 4, 3, 2], "val_loss": [5.5, 3.5]})["loss"]
    np.testing.assert_array_equal(curve.validation, [np.nan, 5.5, np.nan, 3.5, np.nan])
    with pytest.raises(ValueError, match="as long as"):
        compute_learning_curve({"loss": [6, 5, 4, 3, 2], "val_loss": [5.5, 3.5, 3]})


def test_a_second_evaluation_at_the_last_step_is_none_of_the_training():
    rows = [{"step": k, "loss": 1 / k} for k in (1, 2, 3)] + [{"step": k, "eval_loss": 2 / k} for k in (1, 2, 3)]
    curve = compute_learning_curve([*rows, {"step": 3, "eval_loss": 0.5}])["loss"]
    assert curve.validation.tolist() == [2, 1, 2 / 3]


def test_decimal_commas(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("epoch;loss;val_loss\n1;0,9;1,1\n2;0,5;0,8\n", encoding="utf-8")
    curve = compute_learning_curve(path)["loss"]
    assert (curve.training.tolist(), curve.validation.tolist()) == ([0.9, 0.5], [1.1, 0.8])


# --- The rule of thumb ----------------------------------------------------------------------------


def simulated(n, training, validation, noise, seed=0):
    rng, at = np.random.default_rng(seed), np.linspace(0, 1, n)
    return {
        "loss": training(at) + noise * rng.normal(size=n),
        "val_loss": validation(at) + 2 * noise * rng.normal(size=n),
    }


def falling(at):
    return 2 * np.exp(-8 * at)


def rising_again(at):
    return falling(at) + 2 * np.maximum(at - 0.6, 0)


CURVES = {
    "good fit": (falling, lambda at: falling(at) + 0.1),
    "overfitting": (falling, lambda at: falling(at) + 0.1 + 0.7 * at),
    "overfitting by its gap": (falling, lambda at: 0.3 * falling(at) + 0.8),
    "diverging": (
        lambda at: falling(at) + 2 * np.maximum(at - 0.6, 0),
        lambda at: falling(at) + 2 * np.maximum(at - 0.6, 0),
    ),
    "too short to tell": (lambda at: 2 - at, lambda at: 2.1 - at),
}


@pytest.mark.parametrize("unit", [1, 1000, -1e-6])
@pytest.mark.parametrize("n", [15, 60, 1000])
@pytest.mark.parametrize("shape", CURVES)
def test_readings_of_known_shapes(shape, n, unit):
    for seed in range(10):
        log = simulated(n, *CURVES[shape], noise=0.02, seed=seed)
        scaled = {name: unit * column + 3 * unit for name, column in log.items()}
        curve = loss_of(scaled, greater_is_better=unit < 0)
        assert curve.reading == shape.removesuffix(" by its gap").replace("good fit", "plateau")  # far from 0
        if shape == "good fit" and unit > 0:
            assert loss_of({name: unit * (column + 0.1) for name, column in log.items()}).reading == shape


EPOCHS = np.arange(1, 31)
FALL = np.exp(-EPOCHS / 3)
TABLE = {
    "underfitting": (2.10 + 0.2 * FALL, 2.16 + 0.16 * FALL, {"chance": math.log(10)}),
    "underfitting of two classes": (0.66 + 0.03 * FALL, 0.67 + 0.025 * FALL, {"chance": math.log(2)}),
    "underfitting by a target": (0.87 + 1.4 * FALL, 0.89 + 1.4 * FALL, {"target": 0.3}),
    "plateau": (0.87 + 1.4 * FALL, 0.89 + 1.4 * FALL, {}),
    "plateau in a narrow range": (0.87 + 0.03 * FALL, 0.89 + 0.03 * FALL, {}),
    "plateau near chance that nobody named": (2.10 + 0.2 * FALL, 2.16 + 0.16 * FALL, {}),
    "good fit": (0.05 + 0.6 * FALL, 0.07 + 0.6 * FALL, {}),
    "overfitting": (0.02 + 0.6 * FALL, 0.3 + 0.6 * FALL + 0.004 * EPOCHS, {}),
    "overfitting from the start": (0.02 + 2.2 * FALL, 0.5 + 1.8 * FALL, {}),
    "more data would help": (0.05 + 0.6 * FALL, 0.35 + 0.6 * FALL + 0.15 * np.exp(-EPOCHS / 25), {}),
}
"""The usual table of what learning curves mean, as losses of 30 epochs; a name begins with the reading."""


@pytest.mark.parametrize("noise", [0, 0.001])
@pytest.mark.parametrize("unit", [1, 50, 1e-4])
@pytest.mark.parametrize("name", TABLE)
def test_the_usual_table_is_read_as_it_stands(name, unit, noise):
    training, validation, goals = TABLE[name]
    rng = np.random.default_rng(1)
    log = {"loss": unit * (training + noise * rng.normal(size=30))}
    log["val_loss"] = unit * (validation + noise * rng.normal(size=30))
    curve = loss_of(log, **{goal: unit * value for goal, value in goals.items()})
    assert name.startswith(curve.reading), curve.explanation
    assert curve.advice


def test_a_wide_gap_that_closes_slowly_asks_for_data():
    log = {
        "loss": [0.9, 0.3, 0.2, 0.15, 0.12, 0.1, 0.1, 0.1],
        "val_loss": [1.5, 1.3, 1.1, 1, 0.95, 0.9, 0.87, 0.84],
    }
    curve = loss_of(log)
    assert (curve.reading, curve.advice) == ("more data would help", "more data, or augmentation")


@pytest.mark.parametrize("n", [5, 10, 30, 300])
def test_noise_alone_is_not_read(n):
    logs = [simulated(n, np.zeros_like, np.zeros_like, noise=1, seed=seed) for seed in range(200)]
    assert np.mean([loss_of(log).reading == "too short to tell" for log in logs]) > 0.97


def test_a_single_spike_does_not_matter():
    log = simulated(60, *CURVES["overfitting"], noise=0.02)
    log["val_loss"][30] = 1e6
    assert loss_of(log).reading == "overfitting"


def test_a_smooth_bend_is_no_noise():
    curve = loss_of({"loss": LOSS, "val_loss": VAL_LOSS})
    rise = (np.median(VAL_LOSS[-3:]) - np.median(VAL_LOSS[1:4])) / 0.85  # of the range from 0.05 to 0.9
    assert f"Since its best, validation has got worse by {rise:.0%} of the range" in curve.explanation


def test_underfitting_needs_a_target():
    log = simulated(60, *CURVES["good fit"], noise=0.02)
    log = {name: values + 1 for name, values in log.items()}
    assert loss_of(log).reading == "plateau"
    assert loss_of(log).explanation.endswith(": a good fit or underfitting, which a target would tell.")
    assert loss_of(log, target=1.5).reading == loss_of(log, chance=5).reading == "good fit"
    assert "which a target would tell" not in loss_of(log, target=1.5).explanation
    assert loss_of(log, chance=1.2).reading == "underfitting"
    assert loss_of(log, chance=1.2).explanation == "Training itself ends near chance: guessing would be hardly worse."
    short = loss_of(log, target={"loss": 0.5})
    assert short.reading == "underfitting"
    assert re.fullmatch(
        r"Training itself ends short of the target, by 2\d% of the range of the metric.", short.explanation
    )


def with_samples(training, validation):
    sizes = [100, 200, 400, 800, 1600, 3200]
    return compute_learning_curve({"n_samples": sizes, "train_score": training, "test_score": validation})["score"]


def test_more_data_would_help_where_the_gap_is_still_closing():
    closing = with_samples([1, 0.99, 0.98, 0.97, 0.96, 0.95], [0.5, 0.6, 0.68, 0.75, 0.8, 0.85])
    assert closing.reading == "more data would help"
    assert re.match(r"The gap is \d+% of the range of the metric \(more than 10%\) and still", closing.explanation)
    wide = with_samples([1, 1, 1, 1, 1, 1], [0.5, 0.6, 0.7, 0.7, 0.7, 0.7])
    assert wide.reading == "overfitting"
    together = with_samples([1, 0.98, 0.96, 0.95, 0.95, 0.95], [0.5, 0.8, 0.9, 0.93, 0.94, 0.94])
    assert together.reading == "good fit"  # training gets worse, as it should
    log = {
        "epoch": range(6),
        "train_score": [1, 0.99, 0.98, 0.97, 0.96, 0.95],
        "val_score": [0.5, 0.6, 0.68, 0.75, 0.8, 0.85],
    }
    assert compute_learning_curve(log)["score"].reading == "too short to tell"  # epochs are no samples


def test_few_or_flat_values_are_too_short():
    assert loss_of({"loss": [2, 1, 1, 1], "val_loss": [2, 1, 1, 1]}).reading == "too short to tell"
    flat = loss_of({"loss": [1] * 9, "val_loss": [1] * 9})
    assert (flat.reading, flat.explanation) == ("too short to tell", "The metric has not moved.")
    huge = loss_of({"loss": [-1e308, 0, 1e308, 1, 1], "val_loss": [1e308] * 5})
    assert huge.reading == "too short to tell"


HUGE = 1e308
HUGE_LOGS = {
    "to and fro": ([HUGE, -HUGE] * 3, [-HUGE, HUGE] * 3),
    "all alike": ([HUGE] * 6, [-HUGE] * 6),
    "one step": ([HUGE], [-HUGE]),
    "a spike": ([1e-5, HUGE, 2e-5, 3e-5, 4e-5, 4e-5], [1e-5, 1e-5, -HUGE, 2e-5, 1e-5, 1e-5]),
    "a spike in tiny values": ([1e-300, HUGE, 2e-300, 3e-300, 4e-300, 4e-300], [HUGE, 1e-300, 0, 0, 0, 0]),
    "validation is rare": ([HUGE] * 6, [None, None, None, None, -HUGE, HUGE]),
    "training is rare": ([-HUGE, None, None, None, None, None], [HUGE] * 6),
    "steps": ([0.9, 0.8, 0.7, 0.6, 0.5, 0.4], [1, 2, 3, 4, 5, 6]),
}


@pytest.mark.parametrize("target", [None, -HUGE])
@pytest.mark.parametrize("greater", [False, True])
@pytest.mark.parametrize("holder", ["mapping", "arrays", "rows", "pandas", "csv"])
@pytest.mark.parametrize("case", HUGE_LOGS)
def test_values_near_the_end_of_floating_point(case, holder, greater, target, tmp_path):
    training, validation = HUGE_LOGS[case]
    steps = np.linspace(-1, 1, len(training)) * HUGE if case == "steps" else range(len(training))
    columns = {"step": [*map(float, steps)], "loss": training, "val_loss": validation}
    curve = loss_of(HOLDERS[holder](columns, tmp_path), greater_is_better=greater, target=target)  # warnings are errors
    found = curve.best_x, curve.best_value, curve.gap_at_best, curve.gap_at_last
    expected = by_hand_of_huge(columns["step"], training, validation, greater=greater)
    np.testing.assert_allclose(found, expected, rtol=1e-12)
    assert (curve.alt_text(), repr(curve), curve.explanation) != ("", "", "")
    assert curve.reading in ("too short to tell", *CURVES, "underfitting")


def by_hand_of_huge(x, training, validation, *, greater):
    """Compute with fractions, which know no largest number; only the result may be infinite."""
    exact = [[None if value is None else Fraction(value) for value in side] for side in (training, validation)]
    return [to_float(number) for number in by_hand(x, *exact, greater=greater)]


def to_float(number):
    try:
        return float(number)
    except OverflowError:
        return inf if number > 0 else -inf


@pytest.mark.parametrize("n_folds", range(1, 20))
def test_means_of_huge_folds_are_no_infinities(n_folds):
    largest = np.finfo(float).max
    log = {"n_samples": [1, 2], "train_score": [[largest] * n_folds] * 2, "test_score": [[-largest] * n_folds] * 2}
    curve = compute_learning_curve(log)["score"]
    np.testing.assert_allclose([curve.training, curve.validation], [[largest] * 2, [-largest] * 2], rtol=1e-12)


def test_a_spike_does_not_hide_what_the_others_say():
    log = simulated(60, *CURVES["overfitting"], noise=0.02)
    log = {name: 1e-5 * values for name, values in log.items()}
    log["val_loss"][30] = log["loss"][20] = HUGE
    assert loss_of(log).reading == "overfitting"


# --- Results --------------------------------------------------------------------------------------


def test_results_are_written_and_read_again():
    curve = compute_learning_curve(training_log(), target={"loss": 0.5})
    again = LearningCurve.from_dict(json.loads(json.dumps(curve.to_dict())))
    assert isinstance(again["loss"], MetricCurve)
    assert repr(again.to_dict()) == repr(curve.to_dict())
    assert repr(curve) == "LearningCurve(loss: overfitting, accuracy: overfitting)"
    assert not again["loss"].training.flags.writeable


def test_tables():
    log = {"train_sizes": [1, 2], "train_scores": [[1, 0.5], [1, 1]], "test_scores": [[0.5, 0], [0.5, 0.5]]}
    table = compute_learning_curve(log).to_pandas()
    assert [*table.columns] == [
        *("metric", "x", "training", "validation"),
        *("training_lowest", "training_highest", "validation_lowest", "validation_highest"),
    ]
    assert table["validation_lowest"].tolist() == [0, 0.5]
    assert compute_learning_curve(training_log()).to_polars().shape == (60, 4)


def test_alt_texts():
    curve = compute_learning_curve(training_log())
    assert curve.alt_text() == (
        "Learning curves of 2 metrics over 'epoch'; rule of thumb: loss overfitting, accuracy overfitting."
    )
    assert re.fullmatch(
        r"Learning curve of 'loss' over 30 steps of 'epoch': validation is best at 1\d with 0\.\d+, "
        r"and the gap at the end is 0\.\d+\. Rule of thumb: overfitting\.",
        curve["loss"].alt_text(),
    )


# --- Errors ---------------------------------------------------------------------------------------

HOLDS = "a mapping of columns, a data frame, a list of dictionaries (one a step) or the path of a CSV file"
NAMES, OF_LOSS = "names of metrics", '\nHint: metrics=["loss"].'
PAIR = {"loss": [2, 1], "val_loss": [4, 3]}
BOTH = PAIR | {"f1": [0, 1], "val_f1": [0, 1]}
ERRORS = {
    "kind": (5, {}, TypeError, f"log must be {HOLDS}; got 5."),
    "pair": (([1, 2], [[1]]), {}, TypeError, f"log must be {HOLDS}; got a tuple with [1, 2]."),
    "rows": ([{"loss": 1}, 2], {}, TypeError, f"log must be {HOLDS}; got a list with 2."),
    "empty": ({}, {}, ValueError, f"log must be {HOLDS}, with at least one column; got an empty one."),
    "no rows": ([], {}, ValueError, f"log must be {HOLDS}, with at least one column; got an empty one."),
    "no values": ({"loss": []}, {}, ValueError, "log['loss'] must be non-empty; got shape (0,)."),
    "lazy": (
        pl.LazyFrame(PAIR),
        {},
        TypeError,
        None,
    ),
    "columns twice": (
        pd.DataFrame([[1, 2]], columns=["loss", "loss"]),
        {},
        ValueError,
        "the columns of log must be without repetition; got ['loss'] more than once.",
    ),
    "keys alike": (
        {1: [1], "1": [1]},
        {},
        ValueError,
        "the keys of log must be without repetition; got ['1'] more than once.",
    ),
    "infinite": (
        PAIR | {"loss": [1, np.inf]},
        {"metrics": "loss", "train": "loss"},
        ValueError,
        "log['loss'] must be finite, or missing; got infinity in 1 of 2 values.\n"
        "Hint: Replace the infinities by None: they then are gaps.",
    ),
    "axes": (
        {"loss": np.zeros((2, 2, 2))},
        {},
        ValueError,
        "log['loss'] must be one number a step, or one row a step with a column a fold; got shape (2, 2, 2).",
    ),
    "text": (PAIR | {"time": ["9:00", "9:01"]}, {"x": "time"}, TypeError, None),
    "lengths": (
        {"loss": [1, 2], "val_loss": [1]},
        {},
        ValueError,
        "log['val_loss'] must be as long as log['loss'], 2 steps; got 1.",
    ),
    "no pair": (
        {"a": [1], "when": ["x"]},
        {},
        ValueError,
        'log must be of columns of training and validation, such as "loss" and "val_loss"; '
        "got the columns ['a', 'when'].\n"
        'Hint: train="<column>", validation="<column>".',
    ),
    "two columns for one": (
        PAIR | {"valid_loss": [4, 3]},
        {},
        ValueError,
        "log must be of one validation column for the metric 'loss'; got 'val_loss' and 'valid_loss'.\n"
        "Hint: validation='val_loss'.",
    ),
    "metrics": (BOTH, {"metrics": ["los"]}, ValueError, None),
    "metrics kind": (
        BOTH,
        {"metrics": 3},
        TypeError,
        'metrics must be names of metrics; got 3.\nHint: metrics=["loss"].',
    ),
    "metrics empty": (
        BOTH,
        {"metrics": []},
        TypeError,
        'metrics must be names of metrics; got [].\nHint: metrics=["loss"].',
    ),
    "metrics twice": (
        BOTH,
        {"metrics": ["loss", "Loss"]},
        ValueError,
        "metrics must be without repetition; got ['loss'] more than once.",
    ),
    "metrics of columns": (
        BOTH,
        {"metrics": ["loss", "f1"], "train": "loss"},
        ValueError,
        "metrics must be one name if train or validation is given; got ['loss', 'f1'].",
    ),
    "train": (
        PAIR,
        {"train": "los"},
        ValueError,
        "train must be the name of a column of log, one of ['loss', 'val_loss']; got 'los'.\n"
        "Hint: Did you mean 'loss'?",
    ),
    "validation kind": (
        PAIR,
        {"validation": 3},
        TypeError,
        "validation must be the name of a column of log; got 3.",
    ),
    "x kind": (PAIR, {"x": 3}, TypeError, "x must be the name of a column of log; got 3."),
    "x unknown": (
        PAIR,
        {"x": "epoch"},
        ValueError,
        "x must be the name of a column of log, one of ['loss', 'val_loss']; got 'epoch'.",
    ),
    "x of folds": (
        PAIR | {"epoch": [[1, 2], [3, 4]]},
        {},
        ValueError,
        "x must be a column of one number a step; got 'epoch' of shape (2, 2).",
    ),
    "x missing": (
        PAIR | {"epoch": [1, None]},
        {},
        ValueError,
        "x must be known where there are values; got 'epoch', missing at 1 values of 'loss'.",
    ),
    "x again": (
        PAIR | {"epoch": [1, 1]},
        {},
        ValueError,
        "x must be a column with one value of each metric a step; got 'epoch', with different values of 'loss' at 1.\n"
        "Hint: Drop the rows of a run that was started again, or name a finer column.",
    ),
    "x again, another": (
        PAIR | {"epoch": [1, 1], "step": [2, 2]},
        {},
        ValueError,
        "x must be a column with one value of each metric a step; got 'epoch', with different values of 'loss' at 1.\n"
        "Hint: x='step'.",
    ),
    "folds": (
        {"train_scores": [[1, 1]], "test_scores": [[1, 1, 1]]},
        {},
        ValueError,
        "log must be of one number of folds for the metric 'score'; got 2 and 3.",
    ),
    "direction": (
        {"train_foo": [1], "val_foo": [1]},
        {},
        ValueError,
        "greater_is_better must be given for the metric 'foo', whose name does not tell; got nothing.\n"
        "Hint: greater_is_better={'foo': True}, or False if lower is better.",
    ),
    "direction key": (
        BOTH,
        {"greater_is_better": {"los": False}},
        ValueError,
        "greater_is_better must be a mapping of the metrics ['loss', 'f1']; got the key 'los'.\n"
        "Hint: Did you mean 'loss'?",
    ),
    "direction kind": (
        PAIR,
        {"greater_is_better": 1},
        ValueError,
        "greater_is_better must be one of True, False; got 1.",
    ),
    "target of several": (
        BOTH,
        {"target": 0.5},
        ValueError,
        "target must be a mapping of metric to number for the metrics ['loss', 'f1']; got 0.5.\n"
        "Hint: target={'loss': 0.5}.",
    ),
    "target kind": (PAIR, {"target": "0.5"}, TypeError, "target must be a finite number; got '0.5'."),
    "target kind of one": (
        PAIR,
        {"target": {"loss": None}},
        TypeError,
        "target['loss'] must be a finite number; got None.",
    ),
    "drawing option": (
        PAIR,
        {"title": "x"},
        TypeError,
        "compute_learning_curve() has no option 'title'.\n"
        "Hint: It belongs to the figure: plot_learning_curve(compute_learning_curve(...), title=...).",
    ),
}
ERRORS["lazy"] = (*ERRORS["lazy"][:3], "log must be a data frame in memory; got {}.\nHint: log.collect().")
ERRORS["text"] = (*ERRORS["text"][:3], "log['time'] must be numbers; got dtype <U4.")
ERRORS["metrics"] = (
    *ERRORS["metrics"][:3],
    "metrics must be some of ['loss', 'f1']; got 'los'.\nHint: Did you mean 'loss'?",
)


@pytest.mark.parametrize("case", ERRORS)
def test_message(case):
    log, options, kind, message = ERRORS[case]
    with pytest.raises(kind) as caught:
        compute_learning_curve(log, **options)
    check_kind(caught.value, kind)
    assert re.fullmatch(re.escape(message).replace(re.escape("{}"), "(?s:.+)"), str(caught.value)), str(caught.value)


FILES = {
    "no rows": (b"loss,val_loss\n", "a CSV file with names of columns and at least one row; got 1 rows."),
    "too many cells": (
        b"loss,val_loss\n1,2\n1,2,3\n",
        "a CSV file with a name above each cell; got 3 cells in row 3 under 2 names.",
    ),
    "no text": (b"loss,val_loss\n\xff\xfe,\n", "a CSV file in UTF-8; got '.+'"),
}


@pytest.mark.parametrize("case", FILES)
def test_message_of_a_file(case, tmp_path):
    content, message = FILES[case]
    (tmp_path / "log.csv").write_bytes(content)
    with pytest.raises(ValueError, match=r"^log must be " + message) as caught:
        compute_learning_curve(tmp_path / "log.csv")
    check_kind(caught.value, ValueError)


def test_message_of_a_file_that_is_missing():
    with pytest.raises(ValueError, match=r"^log must be the path of a CSV file that exists; got 'no/such\.csv'\.$"):
        compute_learning_curve("no/such.csv")


def test_message_of_a_file_with_names_twice(tmp_path):
    (tmp_path / "log.csv").write_text("loss,loss\n1,2\n")
    with pytest.raises(ValueError, match=r"^the columns of log must be without repetition; got \['loss'\] more than"):
        compute_learning_curve(tmp_path / "log.csv")


@pytest.mark.parametrize("metrics", [None, ["loss"]])
def test_a_run_that_diverged_is_not_left_out(metrics):
    log = {"loss": [1, 0.9, np.inf, np.inf], "val_loss": [1, 0.9, 0.8, 0.8], "accuracy": [0.5, 0.6, 0.6, 0.6],
           "val_accuracy": [0.5, 0.6, 0.6, 0.5]}  # fmt: skip
    with pytest.raises(ValueError, match=r"^log\['loss'\] must be finite.*\nHint: .*None"):
        compute_learning_curve(log, metrics=metrics)
    assert compute_learning_curve(log, metrics=["accuracy"])["accuracy"].undefined == {}
