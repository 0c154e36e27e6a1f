import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex
from sklearn.datasets import load_digits
from sklearn.model_selection import learning_curve
from sklearn.svm import SVC
from tests.helpers import check_kind
from tests.plots.data import training_log
from tests.plots.reading import assert_no_texts_overlap, assert_picture_equals_number, caption, end_names, legend
from tests.plots.reading_learning import number

from figmerit import compute_learning_curve, plot_learning_curve
from figmerit.plots import _taken
from figmerit.plots._end_names import GID, spread
from figmerit.plots._record import find_records
from figmerit.plots._taken import Taken

nan = float("nan")


def line_named(ax, name):
    return next(line for line in ax.lines if line.get_label() == name)


def sparse_log(n=20000):
    """Return a log of many noisy steps, of which every thousandth has a validation value."""
    rng, step = np.random.default_rng(0), np.arange(1, n + 1)
    loss = 2 * np.exp(-5 * step / n) + 0.2 + 0.1 * rng.normal(size=n)
    return {"step": step, "train_loss": loss, "val_loss": np.where(step % 1000, nan, 1.7 * np.exp(-4 * step / n) + 0.4)}


def with_gaps():
    """Return a log with missing values: one, two around a single value, and a last one."""
    log = training_log(40)
    loss, val_loss = log["loss"].copy(), log["val_loss"].copy()
    loss[[7, 20]], val_loss[[11, 12, 14, 39]] = nan, nan
    return {"epoch": log["epoch"], "loss": loss, "val_loss": val_loss}


@pytest.mark.mpl_image_compare
def test_default():
    fig = plot_learning_curve(training_log(), metrics="loss", title="A small network")
    curve = compute_learning_curve(training_log())["loss"]
    (ax,) = fig.axes
    assert end_names(ax) == [f"{side} {getattr(curve, side)[-1]:.3f}" for side in ("training", "validation")]
    assert legend(ax) == [
        f"best: {curve.best_value:.3f} at epoch {curve.best_x:.0f}",
    ]
    gaps = f"Gap: {curve.gap_at_best:.3f} at best, {curve.gap_at_last:.3f} at the end"
    assert caption(ax) == f"{gaps}; rule of thumb: overfitting"
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_title()) == ("Epoch", "loss", "A small network")
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_two_metrics():
    fig = plot_learning_curve(training_log(), title="A small network", figsize=(6.4, 3.2))
    assert [ax.get_ylabel() for ax in fig.axes] == ["loss", "accuracy"]
    assert fig.get_suptitle() == "A small network"
    assert [record.result.metric for _, record in find_records(fig)] == ["loss", "accuracy"]
    assert all("rule of thumb: overfitting" in caption(ax) for ax in fig.axes)
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_folds_of_scikit_learn():
    X, y = load_digits(return_X_y=True)
    names = "train_sizes", "train_scores", "test_scores"
    log = dict(zip(names, learning_curve(SVC(gamma=0.001), X, y, cv=5, shuffle=True, random_state=0), strict=True))
    fig = plot_learning_curve(compute_learning_curve(log, target=0.98), title="Digits, SVC")
    (ax,) = fig.axes
    assert ax.get_xlabel() == "Training samples"
    assert [name.split()[0] for name in end_names(ax)] == ["training", "validation"]
    assert legend(ax) == [
        "range of 5 folds",
        "target: 0.980",
        f"best: {log['test_scores'][-1].mean():.3f} at 1,437 training samples",
    ]
    assert caption(ax).endswith(" at the end; rule of thumb: more data would help")
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_gaps_are_not_bridged():
    fig = plot_learning_curve(with_gaps(), yscale="log")
    training, validation = (line_named(fig.axes[0], name) for name in ("training", "validation"))
    assert np.isnan(training.get_ydata()).sum() == 2
    assert validation.get_xdata()[validation.get_markevery()].tolist() == [14]  # alone between two gaps
    shaded = np.concatenate([path.vertices[:, 0] for path in fig.axes[0].collections[0].get_paths()])
    assert not {8, 12, 13, 15, 21, 26, 40} & {*shaded.tolist()}
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_sparse_validation():
    fig = plot_learning_curve(sparse_log(), title="Validation every 1,000 steps")
    validation = line_named(fig.axes[0], "validation")
    assert validation.get_xdata().tolist() == list(range(1000, 20001, 1000))
    assert len(validation.get_markevery()) == 20
    curve = compute_learning_curve(sparse_log())["loss"]
    last = sparse_log()["train_loss"][19000:].mean()  # of the steps since the validation before
    assert f"Gap: {curve.validation[-1] - last:.3f} at the end" in caption(fig.axes[0])
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_a_single_step():
    fig = plot_learning_curve([{"epoch": 1, "train_loss": 0.5, "val_loss": 0.62}], figsize=(4, 3))
    assert "rule of thumb: too short to tell" in caption(fig.axes[0])
    assert [line_named(fig.axes[0], name).get_markevery() for name in ("training", "validation")] == [[0], [0]]
    low, high = fig.axes[0].get_xlim()
    assert [place for place in fig.axes[0].get_xticks() if low <= place <= high] == [1]
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_two_runs_on_own_axes():
    fig, (left, right) = plt.subplots(1, 2, figsize=(6.4, 3.2), layout="constrained", width_ratios=[3, 1])
    for name, seed in (("plain", 0), ("tuned", 5)):
        log = training_log(seed=seed) | {"val_loss": training_log(seed=seed)["val_loss"] - 0.1 * seed / 5}
        plot_learning_curve(log, metrics="loss", label=name, gap=False, reading=False, ax=left)
    right.plot([1, 2])
    assert [entry.split(":")[0] for entry in legend(left)] == ["plain, best", "tuned, best"]
    assert [" ".join(name.split()[:2]) for name in end_names(left)] == [
        *("plain, training", "plain, validation"),
        *("tuned, training", "tuned, validation"),
    ]
    colors = {line.get_label(): line.get_color() for line in left.lines}
    assert all(colors[f"{run}, training"] == colors[f"{run}, validation"] for run in ("plain", "tuned"))
    assert len({line.get_color() for line, _ in find_records(fig)}) == 2
    assert_picture_equals_number(fig)
    return fig


def test_a_good_fit_without_a_target_is_hedged():
    log = {"loss": 2 * np.exp(-np.arange(20) / 3), "val_loss": 0.1 + 2 * np.exp(-np.arange(20) / 3)}
    assert "rule of thumb: good fit (or underfitting: no target)" in caption(plot_learning_curve(log).axes[0])
    fig = plot_learning_curve(compute_learning_curve(log, target=0.5))
    assert "rule of thumb: good fit" in caption(fig.axes[0])
    assert_picture_equals_number(fig)


@pytest.mark.parametrize("wish", [True, "inside", False])
def test_lines_are_named_at_their_ends_or_in_the_legend(wish):
    ax = plt.figure().subplots()
    for n_runs in (1, 2, 3):
        log = training_log(seed=n_runs)
        plot_learning_curve(log, metrics="loss", label=f"run {n_runs}", legend=wish, ax=ax)
        lines = [f"run {k + 1}, {side}" for k in range(n_runs) for side in ("training", "validation")]
        assert [name.rpartition(" ")[0] for name in end_names(ax)] == (lines if wish is True and n_runs < 3 else [])
        entries = [entry for entry in legend(ax) if "best" not in entry]
        assert entries == (lines if wish == "inside" or (wish is True and n_runs == 3) else [])
    ax.lines[0].set_color("#123456")
    plot_learning_curve(training_log(seed=9), metrics="loss", ax=(ax := plt.figure().subplots()), legend=wish)
    ax.lines[0].set_color("#123456")
    end_names(ax)
    shown = [to_hex(text.get_color()) for text in ax.texts if text.get_gid() == GID]
    assert shown == ([] if wish is not True else ["#123456", shown[-1]])


@pytest.mark.parametrize("seed", range(20))
def test_names_stand_apart_and_move_little(seed):
    rng = np.random.default_rng(seed)
    places, apart = rng.random(5).round(1), 0.1
    found = spread(places, apart)
    order = np.argsort(places, kind="stable")
    assert (np.diff(found[order]) >= apart - 1e-12).all()
    for moved in rng.normal(found, 0.05, (200, 5)):  # no other places that far apart are nearer
        other = np.empty(5)
        other[order] = np.maximum.accumulate(moved[order] - apart * np.arange(5)) + apart * np.arange(5)
        assert ((found - places) ** 2).sum() <= ((other - places) ** 2).sum() + 1e-12


def test_sides_can_be_told_apart_without_colours():
    with plt.style.context("grayscale"):
        ax = plot_learning_curve(training_log(), metrics="loss").axes[0]
    assert line_named(ax, "training").get_linestyle() == "-"
    assert line_named(ax, "validation").get_linestyle() == "--"


def test_training_or_validation_alone():
    for log in ({"loss": [3, 2, 1]}, {"val_loss": [3, 2, 1]}):
        fig = plot_learning_curve(log)
        assert len(find_records(fig)) == 1
        assert not any("gap" in entry for entry in legend(fig.axes[0]))
        assert_picture_equals_number(fig)


def test_what_is_switched_off_is_not_drawn():
    fig = plot_learning_curve(training_log(), metrics="loss", best=False, gap=False, reading=False, legend=False)
    (ax,) = fig.axes
    assert [line.get_label() for line in ax.lines] == ["training", "validation"]
    assert (len(ax.collections), ax.get_legend()) == (0, None)


def test_rows_are_named_as_rows():
    ax = plot_learning_curve({"loss": [3, 2, 1], "val_loss": [3, 2, 1]}).axes[0]
    assert ax.get_xlabel() == "Row of the log"
    assert "best: 1.000 at row 3" in legend(ax)


@pytest.mark.parametrize("value", [1e-7, 0.00042, 0.9997, 12.3456, 98765.4321, 3.2e9, -0.5])
def test_values_of_any_size_are_said(value):
    fig = plot_learning_curve({"loss": [value], "val_loss": [value]})
    sign, said, half = number(next(entry for entry in legend(fig.axes[0]) if "best" in entry).split()[1])
    assert sign or (said != 0 and abs(said - value) <= half)
    assert_picture_equals_number(fig)


def test_panels_in_a_part_of_the_caller_s_figure():
    figure = plt.figure(figsize=(8, 6), layout="constrained")
    above, below = figure.subfigures(2, 1)
    above.subplots().plot([1, 2])
    assert plot_learning_curve(training_log(), fig=below, ncols=1) is figure
    assert [ax.get_xlabel() for ax in figure.axes] == ["", "", "Epoch"]
    assert len(figure.axes) == 3
    assert_no_texts_overlap(figure)


def test_a_long_log_is_drawn_with_all_its_steps():
    fig = plot_learning_curve(sparse_log(100_000))
    assert len(line_named(fig.axes[0], "training").get_xdata()) == 100_000
    assert sum(len(path.vertices) for path in fig.axes[0].collections[0].get_paths()) < 10_000
    fig.draw_without_rendering()


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_a_long_line_takes_about_the_same_room_when_it_is_thinned(scale, monkeypatch):
    ax = plot_learning_curve(sparse_log(), legend=False, xscale=scale).axes[0]
    thinned = Taken(ax).data
    monkeypatch.setattr(_taken, "MANY", np.inf)
    whole = Taken(ax).data
    assert (thinned != whole).mean() < 0.01
    assert whole.sum() > 500


def test_metrics_of_a_result_are_chosen_in_order():
    result = compute_learning_curve(training_log())
    fig = plot_learning_curve(result, metrics=["accuracy", "loss"])
    assert [ax.get_ylabel() for ax in fig.axes] == ["accuracy", "loss"]
    assert plot_learning_curve(result["loss"]).axes[0].get_ylabel() == "loss"


# --- Errors ---------------------------------------------------------------------------------------

RESULT = compute_learning_curve(training_log())
ERRORS = {
    "axes of several": (
        lambda: plot_learning_curve(RESULT, ax=plt.figure().subplots()),
        ValueError,
        "ax must be left out for several metrics; got axes for the metrics ['loss', 'accuracy'].\n"
        "Hint: metrics=['loss'], or fig= instead of ax=.",
    ),
    "axes and figure": (
        lambda: plot_learning_curve(RESULT["loss"], ax=plt.figure().subplots(), fig=plt.figure()),
        TypeError,
        "ax must be left out if fig is given; got <Axes: >.",
    ),
    "metrics": (
        lambda: plot_learning_curve(RESULT, metrics=["los"]),
        ValueError,
        "metrics must be some of ['loss', 'accuracy']; got 'los'.\nHint: Did you mean 'loss'?",
    ),
    "metrics empty": (
        lambda: plot_learning_curve(RESULT, metrics=[]),
        ValueError,
        "metrics must be some of ['loss', 'accuracy']; got [].",
    ),
    "metrics kind": (
        lambda: plot_learning_curve(RESULT, metrics=3),
        TypeError,
        "metrics must be some of ['loss', 'accuracy']; got 3.",
    ),
    "results by name": (
        lambda: plot_learning_curve({"a": RESULT}),
        TypeError,
        "log must be one log or one LearningCurve; got a mapping of results.\n"
        "Hint: plot_learning_curve(one, label=..., ax=ax) for each of them.",
    ),
    "yscale": (
        lambda: plot_learning_curve({"loss": [1, -0.5], "val_loss": [1, 2]}, yscale="log"),
        ValueError,
        "yscale must be 'linear' where a value is not positive; got 'log' and the value -0.5.",
    ),
    "xscale": (
        lambda: plot_learning_curve({"epoch": [0, 1], "loss": [1, 1]}, xscale="log"),
        ValueError,
        "xscale must be 'linear' where a value is not positive; got 'log' and the value 0.",
    ),
    "scale": (
        lambda: plot_learning_curve(RESULT, yscale="logit"),
        ValueError,
        "yscale must be one of 'linear', 'log'; got 'logit'.\nHint: Did you mean 'log'?",
    ),
    "no value": (
        lambda: plot_learning_curve(compute_learning_curve({"a": [nan]}, train="a", greater_is_better=True)),
        ValueError,
        "log must be of at least one value of 'a'; got none.",
    ),
    "option of the numbers": (
        lambda: plot_learning_curve(RESULT, target=0.5),
        TypeError,
        "target must be left out with a LearningCurve; got 0.5.\n"
        "Hint: plot_learning_curve(compute_learning_curve(log, target=0.5)).",
    ),
}


@pytest.mark.parametrize("case", ERRORS)
def test_message(case):
    call, kind, message = ERRORS[case]
    with pytest.raises(kind) as caught:
        call()
    check_kind(caught.value, kind)
    assert str(caught.value) == message


def test_values_longer_than_any_axis_are_at_its_ends() -> None:
    values = [1e308, 1.0, -1e308]
    fig = plot_learning_curve({"loss": values, "val_loss": values})
    fig.canvas.draw()
    assert fig.axes[0].lines[0].get_ydata().tolist() == [1e300, 1, -1e300]
    assert "best: -1.00e+308 at row 3" in " ".join(legend(fig.axes[0])).replace("\N{MINUS SIGN}", "-")
