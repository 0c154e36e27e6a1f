"""What predictions of a page may be given as: thresholds, weights, missing scores, columns of any container."""

import re

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from tests.plots.data import binary, multiclass

import figmerit as fm
from figmerit import Report, report_classification
from figmerit.report._budget import first_plan, left_out
from figmerit.report._data import spec_of
from figmerit.report._values import texts_of

TRUE, SCORE = binary(1.2, n=60)
RNG = np.random.default_rng(3)
LABELS = RNG.integers(0, 2, (60, 3))
SCORES = np.clip(0.3 * LABELS + 0.7 * RNG.random((60, 3)), 0, 1)
WEIGHTS = RNG.exponential(size=60) * (RNG.random(60) > 0.2)


def predictions(*arrays, **options):
    return Report("Given").add_predictions(*arrays, **options)._explorer.columns.predictions


def spec(*arrays, **options):
    explorer = Report("Given").add_predictions(*arrays, **options)._explorer
    return spec_of(explorer.columns.predictions, explorer.first_run, first_plan(explorer.columns, explorer.max_rows))


def notes(report):
    explorer = report._explorer
    return left_out(explorer.columns, first_plan(explorer.columns, explorer.max_rows))


def groups(**options):
    """Return the names of each group with the rows in each, and its note."""
    found = predictions(TRUE, SCORE, **options).groups
    return {one.name: (dict(zip(one.values, np.bincount(one.codes).tolist(), strict=True)), one.note) for one in found}


# --- What is shown first --------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_threshold_is_shown_first(dtype):
    score = SCORE.astype(dtype)
    cut = float(score[7]) if dtype == "float64" else 0.1
    report = Report("Cut").add_predictions(TRUE, score, threshold=cut)
    first = spec(TRUE, score, threshold=cut)["first"]
    assert (first["threshold"], first["thresholds"]) == (cut, None)
    matrix = fm.compute_confusion_matrix(TRUE, y_score=score, threshold=cut)
    np.testing.assert_array_equal(report._explorer.results["matrix"].counts, matrix.counts)


def test_the_threshold_of_an_operating_point_is_shown_first():
    point = fm.choose_threshold(fm.compute_threshold_sweep(TRUE, SCORE))
    assert spec(TRUE, SCORE, threshold=point)["first"]["threshold"] == point.threshold


def test_each_label_has_its_first_threshold():
    cuts = [0.2, 0.4, 0.9]
    first = spec(LABELS, SCORES, threshold=cuts)["first"]
    assert (first["threshold"], first["thresholds"]) == (None, cuts)
    np.testing.assert_array_equal(predictions(LABELS, SCORES, threshold=cuts).runs[0].predicted, cuts <= SCORES)
    assert spec(LABELS, SCORES, threshold=0.2)["first"]["threshold"] == 0.2
    assert spec(LABELS, SCORES, threshold=pd.Series([0.2] * 3))["first"]["thresholds"] is None


def test_without_a_threshold_scores_are_cut_in_the_middle():
    assert spec(TRUE, SCORE)["first"]["threshold"] == 0.5
    assert spec(TRUE, y_pred=TRUE)["first"]["threshold"] == 0.5
    assert spec(*multiclass(3, n=60))["first"]["threshold"] == 0.5


def test_logits_that_are_cut_where_they_should_are_no_finding(recwarn):
    report = report_classification(TRUE, 9 * SCORE - 3, threshold=0)
    assert "logits-at-default-threshold" not in {one.id for one in report._sections[-1].findings}
    assert not recwarn


def test_the_threshold_chooses_the_checkpoint():
    low = 0.4 * SCORE
    assert spec(TRUE, epochs={1: low, 2: SCORE})["first"]["run"] == 1
    assert spec(TRUE, epochs={1: low, 2: (SCORE > 0.9) * 1.0 - 0.001}, threshold=0.2)["first"]["run"] == 0


@pytest.mark.parametrize("normalize", [None, "true", "pred", "all"])
def test_shares_are_shown_first(normalize):
    assert spec(TRUE, SCORE, normalize=normalize)["first"]["by"] == (normalize or "count")


# --- Weights --------------------------------------------------------------------------------------


def test_weighted_pages_have_no_intervals():
    weighted, plain = spec(TRUE, SCORE, sample_weight=WEIGHTS), spec(TRUE, SCORE)
    assert (weighted["weighted"], weighted["interval"], weighted["z"]) == (True, None, None)
    assert weighted["noInterval"] == "weights are not counts"
    assert {metric["interval"] for metric in weighted["metrics"]} == {""}
    assert (plain["weighted"], plain["interval"], plain["noInterval"]) == (False, "95% Wilson", None)
    assert weighted["examples"] == plain["examples"] == 60


@pytest.mark.parametrize("kind", ["binary", "multiclass", "several labels", "labels alone"])
def test_weights_count_in_what_is_shown_first(kind):
    arrays = {"binary": (TRUE, SCORE), "multiclass": multiclass(3, n=60), "several labels": (LABELS, SCORES)}
    true, score = arrays.get(kind, (TRUE, None))
    options = {"y_pred": 1 - TRUE} if score is None else {"y_score": score}
    report = Report("Weights").add_predictions(true, sample_weight=WEIGHTS, **options)
    results = report._explorer.results
    if "matrix" in results:
        wanted = fm.compute_confusion_matrix(true, sample_weight=WEIGHTS, **options)
        np.testing.assert_allclose(results["matrix"].counts, wanted.counts)
    if kind == "binary":
        assert results["roc"].roc_auc == fm.compute_roc_curve(true, score, sample_weight=WEIGHTS).roc_auc
    np.testing.assert_array_equal(report._explorer.columns.predictions.sample_weight, WEIGHTS)


def test_weights_choose_the_checkpoint():
    half = np.arange(60) < 30
    first, second = np.where(half, TRUE, 1 - TRUE) * 1.0, np.where(half, 1 - TRUE, TRUE) * 1.0
    epochs = {1: 0.1 + 0.7 * first + 0.001 * SCORE, 2: 0.1 + 0.7 * second + 0.001 * SCORE}
    assert spec(TRUE, epochs=epochs, sample_weight=np.where(half, 9, 1))["first"]["run"] == 0
    assert spec(TRUE, epochs=epochs, sample_weight=np.where(half, 1, 9))["first"]["run"] == 1


def test_weights_are_a_column_of_data():
    frame = pd.DataFrame({"y": TRUE, "s": SCORE, "w": WEIGHTS})
    given = predictions("y", "s", sample_weight="w", data=frame)
    np.testing.assert_array_equal(given.sample_weight, WEIGHTS)


def test_weights_of_samples_count_for_each_of_their_elements():
    square = {"multilabel": False, "sample_weight": np.arange(6)}
    given = predictions(TRUE.reshape(6, 10), SCORE.reshape(6, 10), **square)
    np.testing.assert_array_equal(given.sample_weight, np.repeat(np.arange(6), 10))


def test_a_class_without_weight_has_a_page():
    page = report_classification(TRUE, SCORE, sample_weight=(TRUE == 0) * 1.0).to_html()
    assert page.count("<svg") >= 4


# --- Missing scores -------------------------------------------------------------------------------


def with_gaps(*rows):
    score = SCORE.copy()
    score[list(rows)] = np.nan
    return score


def test_rows_without_a_score_in_any_model_are_left_out_of_everything():
    options = {
        "models": {"a": with_gaps(3, 5), "b": with_gaps(5, 8)},
        "sample_weight": WEIGHTS,
        "slices": {"site": np.where(np.isin(np.arange(60), [3, 5, 8]), "gone", "here")},
        "ids": np.arange(60),
        "columns": {"k": np.arange(60) * 2},
        "images": np.arange(60 * 4).reshape(60, 2, 2).astype(np.uint8),
    }
    with pytest.warns(fm.FigmeritWarning, match=r"^Dropped 3 of 60 rows, whose score is missing: ") as warned:
        report = Report("Gaps").add_predictions(TRUE, nan_policy="drop", **options)
    assert len(warned) == 1
    kept = np.delete(np.arange(60), [3, 5, 8])
    given = report._explorer.columns.predictions
    np.testing.assert_array_equal(given.truth, TRUE[kept])
    for run in given.runs:
        np.testing.assert_array_equal(run.scores, SCORE[kept])
    np.testing.assert_array_equal(given.ids, kept)
    np.testing.assert_array_equal(given.columns[0].values, 2 * kept)
    np.testing.assert_array_equal(given.sample_weight, WEIGHTS[kept])
    assert given.slices[0].values == ("here",)
    assert (given.n_images, len(given.thumbnails)) == (57, 57)
    of = [int((TRUE[[3, 5, 8]] == label).sum()) for label in (0, 1)]
    parts = ", ".join(f"{n} of '{label}'" for label, n in enumerate(of) if n)
    assert notes(report) == [f"3 of 60 examples are left out, as the score of a model is missing: {parts}."]
    assert "3 of 60 examples are left out" in report.to_html()


@pytest.mark.filterwarnings("ignore::figmerit.errors.FigmeritWarning")
def test_what_is_dropped_is_as_if_it_had_not_been_given():
    true, score = multiclass(3, n=60)
    gaps = score.copy()
    gaps[4, 1] = gaps[9] = np.nan
    kept = np.delete(np.arange(60), [4, 9])
    given, wanted = predictions(true, gaps, nan_policy="drop"), predictions(true[kept], score[kept])
    np.testing.assert_array_equal(given.runs[0].predicted, wanted.runs[0].predicted)
    np.testing.assert_array_equal(given.kept, kept)
    several = SCORES.copy()
    several[0, 2] = np.nan
    given = predictions(LABELS, several, nan_policy="drop", threshold=[0.1, 0.5, 0.9])
    np.testing.assert_array_equal(given.runs[0].predicted, SCORES[1:] >= [0.1, 0.5, 0.9])
    assert "left out, as their score is missing" in given.missing


@pytest.mark.filterwarnings("ignore::figmerit.errors.FigmeritWarning")
def test_elements_without_a_score_are_left_out():
    options = {"multilabel": False, "slices": {"row": np.arange(6)}, "images": np.zeros((6, 10, 2, 2))}
    given = predictions(TRUE.reshape(6, 10), with_gaps(12).reshape(6, 10), nan_policy="drop", **options)
    np.testing.assert_array_equal(given.slices[0].codes, np.delete(np.repeat(np.arange(6), 10), 12))
    assert given.shape == (6, 10)


def test_scores_that_are_all_there_drop_nothing():
    report = Report("Whole").add_predictions(TRUE, SCORE, nan_policy="drop")
    assert notes(report) == []
    assert report.to_html() == Report("Whole").add_predictions(TRUE, SCORE).to_html()


# --- Columns of any container ---------------------------------------------------------------------


SITE = np.array(["north", "south", "west"])[np.arange(60) % 3]


@pytest.mark.parametrize(
    "slices",
    [
        {"site": SITE},
        {"site": SITE.tolist()},
        pd.DataFrame({"site": SITE}),
        pl.DataFrame({"site": SITE}),
        pa.table({"site": SITE}),
        pd.Series(SITE, name="site"),
        pl.Series("site", SITE),
        {"site": pa.array(SITE)},
        pd.DataFrame({"site": pd.Categorical(SITE)}),
    ],
    ids=["array", "list", "pandas", "polars", "pyarrow", "series", "polars series", "pyarrow array", "categories"],
)
@pytest.mark.parametrize("option", ["slices", "columns"])
def test_columns_of_any_container(slices, option):
    given = predictions(TRUE, SCORE, **{option: slices})
    if option == "columns":
        assert [(one.name, one.values.tolist()) for one in given.columns] == [("site", SITE.tolist())]
    else:
        (group,) = given.slices
        assert (group.name, group.values, group.note) == ("site", ("north", "south", "west"), "")
        np.testing.assert_array_equal(group.codes, np.arange(60) % 3)


def test_names_of_columns_are_texts():
    values = RNG.random((60, 2))
    assert [one.name for one in predictions(TRUE, SCORE, columns=pd.DataFrame(values)).columns] == ["0", "1"]
    pairs = pd.DataFrame(values, columns=pd.MultiIndex.from_tuples([("age", "mean"), ("age", 2)]))
    assert [one.name for one in predictions(TRUE, SCORE, columns=pairs).columns] == ["age, mean", "age, 2"]
    np.testing.assert_array_equal(predictions(TRUE, SCORE, columns=pairs).columns[1].values, values[:, 1])
    assert [one.name for one in predictions(TRUE, SCORE, columns=pd.Series(values[:, 0], name=7)).columns] == ["7"]
    models = pd.DataFrame({0: SCORE, 1: SCORE**2})
    assert [one.name for one in predictions(TRUE, models=models).runs] == ["0", "1"]


@pytest.mark.parametrize(
    "values",
    [
        [None, "a", "b"] * 20,
        np.array([None, "a", "b"] * 20, dtype=object),
        pd.Series([None, "a", "b"] * 20),
        pd.Series(pd.Categorical([None, "a", "b"] * 20)),
        pd.array([None, "a", "b"] * 20, dtype="string"),
        pl.Series([None, "a", "b"] * 20),
        pl.Series([None, "a", "b"] * 20, dtype=pl.Categorical),
        pl.Series([None, "a", "b"] * 20, dtype=pl.Enum(["a", "b"])),
        pa.array([None, "a", "b"] * 20),
        pa.array([None, "a", "b"] * 20).dictionary_encode(),
    ],
    ids=["list", "array", "pandas", "categories", "strings", "polars", "categorical", "enum", "pyarrow", "dictionary"],
)
def test_missing_values_are_a_slice_of_their_own(values):
    wanted = ({"a": 20, "b": 20, "(missing)": 20}, "20 examples have no value.")
    assert groups(slices={"site": values})["site"] == wanted
    assert groups(subsets=values)["subset"] == wanted


def test_missing_values_of_other_kinds():
    numbers = groups(slices={"fold": np.array([np.nan, 1.0, 2.0] * 20)})["fold"]
    assert numbers == ({"1": 20, "2": 20, "(missing)": 20}, "20 examples have no value.")
    whole = groups(slices={"fold": pd.array([None, 1, 2] * 20, dtype="Int64")})["fold"]
    assert whole[0] == {"1": 20, "2": 20, "(missing)": 20}
    days = groups(slices={"day": pd.to_datetime(["2025-01-01", None, "2025-01-02"] * 20)})["day"]
    assert days[0] == {"2025-01-01": 20, "2025-01-02": 20, "(missing)": 20}
    assert groups(slices={"all": [None] * 60})["all"] == ({"(missing)": 60}, "60 examples have no value.")


def test_ordered_categories_keep_their_order_beside_missing_values():
    sizes = pd.Categorical(["small", None, "large"] * 20, categories=["small", "medium", "large"], ordered=True)
    assert list(groups(slices={"size": sizes})["size"][0]) == ["small", "large", "(missing)"]


def test_a_value_that_is_called_missing():
    values = ["(missing)", None, "((missing))"] * 20
    assert list(groups(slices={"s": values})["s"][0])[-1] == "(((missing)))"


# --- Numbers as slices ----------------------------------------------------------------------------


def test_numbers_are_put_into_bins():
    age = np.linspace(10.04, 69.04, 60)
    found, note = groups(slices={"age": age})["age"]
    assert found == {"under 25": 15, "25 to 40": 15, "40 to 55": 15, "55 and over": 15}
    assert note == (
        "Numbers in 4 bins of about as many examples each, cut at 25, 40 and 55: a bin holds its lower edge, not its "
        "upper one."
    )
    assert spec(TRUE, SCORE, slices={"age": age})["groups"][0]["note"] == note
    assert len(groups(slices={"age": age}, bins=3)["age"][0]) == 3
    assert list(groups(slices={"age": age}, bins={"age": 2})["age"][0]) == ["under 40", "40 and over"]


def test_missing_numbers_are_a_slice_beside_the_bins():
    age = np.where(np.arange(60) % 6, np.arange(60) + 0.5, np.nan)
    found, note = groups(slices={"age": age})["age"]
    assert list(found)[-1] == "(missing)"
    assert found["(missing)"] == 10
    assert sum(found.values()) == 60
    assert note.endswith("upper one. 10 examples have no value.")


def test_edges_of_bins_are_given():
    age = np.arange(60) + 10
    found, note = groups(slices={"age": age, "site": SITE}, bins={"age": [18, 30, 65]})["age"]
    assert found == {"under 18": 8, "18 to 30": 12, "30 to 65": 35, "65 and over": 5}
    assert note == "Numbers cut at 18, 30 and 65: a bin holds its lower edge, not its upper one."


def test_whole_numbers_of_many_values_are_put_into_bins_unless_they_shall_not():
    year = 2000 + np.arange(60) % 20
    assert len(groups(slices={"year": year})["year"][0]) == 4
    assert len(groups(slices={"year": year}, bins=None)["year"][0]) == 20
    assert len(groups(slices={"year": year, "age": year}, bins={"year": None})["year"][0]) == 20
    assert len(groups(slices={"year": year % 12})["year"][0]) == 12
    assert len(groups(slices={"year": pl.Series(year.tolist())})["year"][0]) == 4
    assert len(groups(subsets=year)["subset"][0]) == 20


@pytest.mark.parametrize("container", [list, np.array, pd.Series, pl.Series, pa.array], ids=lambda one: one.__module__)
def test_bins_are_those_of_any_container(container):
    age = np.linspace(1, 9, 60).tolist()
    assert groups(slices={"age": container(age)}) == groups(slices={"age": np.array(age)})


# --- Where examples are among the targets ---------------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "names"),
    [((60,), ["row"]), ((6, 10), ["row", "axis1"]), ((3, 4, 5), ["row", "y", "x"]),
     ((2, 3, 2, 5), ["row", "axis1", "axis2", "axis3"])],
)  # fmt: skip
def test_axes_of_targets_have_names(shape, names):
    found = spec(TRUE.reshape(shape), SCORE.reshape(shape), multilabel=False)
    assert found["index"] == {"names": names, "shape": list(shape)}


def test_columns_of_an_indicator_are_no_axis():
    assert spec(LABELS, SCORES)["index"] == {"names": ["row"], "shape": [60]}
    column = {"ids": np.arange(60), "slices": {"site": SITE}}
    assert spec(TRUE[:, None], SCORE[:, None], **column)["index"] == {"names": ["row"], "shape": [60]}


# --- What is refused ------------------------------------------------------------------------------


ONE_OF_THREE = multiclass(3, n=60)

ERRORS = {
    "threshold of labels": (lambda: report_classification(TRUE, y_pred=TRUE, threshold=0.3), ValueError,
        "threshold must be left out where labels are predicted; got 0.3.\nHint: Pass scores as y_score= to cut them."),
    "threshold of the highest": (lambda: report_classification(*ONE_OF_THREE, threshold=0.3), ValueError,
        "threshold must be left out where the highest score of several classes decides; got 0.3.\n"
        "Hint: Pass the scores of one class to cut them, with np.asarray(y_true) == 0."),
    "threshold of rows": (lambda: report_classification(TRUE, SCORE, threshold=[0.3, 0.4]), ValueError,
        "threshold must be a number; got [0.3, 0.4].\nHint: threshold=0.5."),
    "thresholds of labels": (lambda: report_classification(LABELS, SCORES, threshold=[0.3, 0.4]), ValueError,
        "threshold must be a number, or one for each of the 3 labels; got [0.3, 0.4].\n"
        "Hint: threshold=[0.5, 0.5, 0.5]."),
    "infinite threshold": (lambda: report_classification(TRUE, SCORE, threshold=np.inf), ValueError,
        "threshold must be a finite number; got inf."),
    "threshold in words": (lambda: report_classification(TRUE, SCORE, threshold="high"), TypeError,
        "threshold must be a finite number; got 'high'."),
    "normalize": (lambda: report_classification(TRUE, SCORE, normalize="row"), ValueError,
        "normalize must be one of None, 'true', 'pred', 'all'; got 'row'.\nHint: Did you mean 'true'?"),
    "nan_policy": (lambda: report_classification(TRUE, SCORE, nan_policy="omit"), ValueError,
        "nan_policy must be one of 'raise', 'drop'; got 'omit'.\nHint: Did you mean 'drop'?"),
    "missing of a model": (lambda: report_classification(TRUE, models={"old": SCORE, "new": with_gaps(3)}), ValueError,
        "new: y_score must be without missing values; got NaN in 1 of 60 rows.\n"
        "Hint: Drop those rows, or use nan_policy='drop'."),
    "all missing": (lambda: report_classification(TRUE, np.full(60, np.nan), nan_policy="drop"), ValueError,
        "y_score must be without missing values in some row; got NaN in all 60 rows."),
    "weights": (lambda: report_classification(TRUE, SCORE, sample_weight=[1, 2]), ValueError,
        "sample_weight must be of shape (60,), one weight a sample; got shape (2,)."),
    "length of a series": (lambda: report_classification(pd.Series(TRUE), models={
            "old": pd.Series(SCORE), "new": pd.Series(SCORE)[10:]}), ValueError,
        "new: y_score must be of length 60, one row a sample; got length 50.\n"
        "Hint: models={'new': scores.reindex(y_true.index), ...} has NaN where it has no score; nan_policy='drop' "
        "leaves those samples out."),
    "list of arrays": (lambda: report_classification(TRUE, SCORE, slices=[SITE, SITE]), TypeError,
        "slices must be a mapping of name to values, or a data frame; got "),
    "array of columns": (lambda: report_classification(TRUE, SCORE, columns=np.ones((60, 2))), TypeError,
        "columns must be a mapping of name to values, or a data frame; got an array of shape (60, 2) and dtype "
        "float64.\nHint: columns=dict(enumerate(np.transpose(values))), or a dict with names of your own."),
    "lazy": (lambda: report_classification(TRUE, SCORE, columns=pl.DataFrame({"a": SCORE}).lazy()), TypeError,
        "columns must be a mapping or a data frame in memory; got "),
    "bins of texts": (lambda: report_classification(TRUE, SCORE, slices={"site": SITE}, bins={"site": 3}), ValueError,
        "bins['site'] must be left out of slices that are no numbers; got 3."),
    "bins of nothing": (lambda: report_classification(TRUE, SCORE, slices={"site": SITE}, bins={"age": 3}), ValueError,
        "the keys of bins must be names of slices, ['site']; got ['age']."),
    "edges": (lambda: report_classification(TRUE, SCORE, slices={"age": SCORE}, bins={"age": [3, 1]}), ValueError,
        "bins['age'] must be finite numbers that ascend; got [3, 1].\nHint: bins={'age': [18, 30, 65]}."),
    "edges of all": (lambda: report_classification(TRUE, SCORE, slices={"age": SCORE}, bins=[1, 3]), TypeError,
        "bins must be a number of bins, or a mapping of slices to their edges; got [1, 3].\n"
        "Hint: bins=4, or bins={'age': [18, 30, 65]}."),
    "no bins": (lambda: report_classification(TRUE, SCORE, slices={"age": SCORE}, bins=0), ValueError,
        "bins must be a positive integer; got 0."),
    "infinite slices": (lambda: report_classification(TRUE, SCORE, slices={"age": np.full(60, np.inf)}), ValueError,
        "slices['age'] must be finite; got infinity in 60 of 60 values."),
    "repeated names": (lambda: report_classification(TRUE, SCORE, columns=pd.DataFrame(
            np.ones((60, 2)), columns=["a", "a"])), ValueError,
        "the columns of columns must be without repetition; got ['a'] more than once."),
}  # fmt: skip


@pytest.mark.parametrize(("call", "kind", "message"), ERRORS.values(), ids=ERRORS)
def test_whole_error(call, kind, message):
    end = "$" if message.endswith(".") else ""
    with pytest.raises(kind, match=f"^{re.escape(message)}{end}"):
        call()


def test_points_in_time_are_texts_in_the_table():
    days = pd.to_datetime(["2025-01-01", None, "2025-01-02"] * 20)
    assert texts_of(predictions(TRUE, SCORE, columns={"day": days}).columns[0].values)[:3] == (
        ["2025-01-01", "", "2025-01-02"]
    )


def test_bins_are_those_of_columns_of_data():
    frame = pl.DataFrame({"y": TRUE, "s": SCORE, "age": np.arange(60), "site": SITE})
    found = predictions("y", "s", slices=["age", "site"], bins={"age": [18]}, data=frame).groups
    assert [one.values for one in found] == [("under 18", "18 and over"), ("north", "south", "west")]
