"""What parameters that many functions share mean: written once, named in each docstring."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T", bound="Callable[..., object]")

PLACE = re.compile(r"^([ \t]*)%\((\w+)\)s[ \t]*$", re.MULTILINE)
"""A line that names a shared text, such as ``%(sample_weight)s``."""

PARAMETERS = {
    "annot_fmt_matrix": """annot_fmt : str or callable, optional
        Format of the counts (``"{:d}"``) if only they are shown, else of the shares (``"{:.0%}"``).""",
    "averages": """averages : tuple of {"macro", "micro"}, default=("macro", "micro")
        Which averages over the classes of a single result to draw.""",
    "ax": """ax : Axes, optional
        Axes to draw on; nothing else of their figure is touched. By default a new figure is made.""",
    "baseline_label": """baseline_label : str, default="baseline"
        Name of `baseline_curve` in the legend.""",
    "comparison": """comparison : Comparison, mapping of str to Comparison, or True, optional
        What :func:`compare_models` says of the areas, or True where models come as one y_true and a mapping of scores:
        the legend then has the difference of each model from the first one, with its paired interval.""",
    "folds": """folds : array-like of shape (n_samples,), list of pairs, or True, optional
        The fold of each sample; or pairs (train, test) of places, as splitters of scikit-learn give them; or True with
        a list of pairs (y_true, y_score) as the first argument. The result is then the vertical mean of the folds'
        curves.""",
    "classes": """classes : bool or list of labels, default=True
        Which classes of a single result to draw.""",
    "cmap_matrix": """cmap : str or Colormap, default="Blues"
        Colours of the cells.""",
    "confidence_level": """confidence_level : float or None, default=0.95
        Level of the Wilson intervals, in (0, 1); None for no intervals. They take samples for independent,
        and weighted samples have none.""",
    "data": """data : data frame (pandas, polars, pyarrow), optional
        Where the columns are; the other arguments are then names.""",
    "data_report": """data : data frame (pandas, polars, pyarrow), optional
        Where the columns are; the arrays are then names of columns, and `models`, `epochs`, `slices` and `columns`
        lists of names, or mappings of the name in the page to the column.""",
    "display_labels": """display_labels : sequence of str or mapping of label to str, optional
        Names to show in figures and texts, by default the labels.""",
    "bins_report": """bins : int, None or mapping of str to int, list of float or None, default=4
        How slices of numbers are cut: into so many bins of about as many examples each. ``{"age": [18, 30, 65]}`` says
        the edges between the bins of one column, ``{"year": None}`` leaves its values as they are. Whole numbers of at
        most 12 distinct values stay as they are unless a mapping names them.""",
    "columns_report": """columns : mapping of str to array-like, data frame or series, optional
        More columns for the table of examples.""",
    "display_labels_report": """display_labels : sequence of str, optional
        Their names.""",
    "ignore_label": """ignore_label : str, int or bool, optional
        The true label of elements that do not count, such as the border in a mask.""",
    "other": """other : str or int, optional
        One more class, the last one, which takes all labels that are not among `labels`. Beside numbers a text is
        its name, and its label a negative number that does not occur. `display_labels` may leave it out. Metrics of
        scores stay those of all labels.""",
    "epochs_report": """epochs : mapping to array-like
        The scores of several checkpoints of one model, in place of `y_score`.""",
    "figsize": """figsize : tuple of float, optional
        Width and height in inches of a new figure.""",
    "ids_report": """ids : array-like of the shape of y_true, optional
        What identifies each example.""",
    "images_report": """images : sequence of path, image or array, optional
        The image of each example, or None: a file, an image of Pillow, or an array of shape (height, width) or
        (height, width, 3 or 4). The table shows thumbnails, which are in the page.""",
    "label": """label : str, optional
        Name of the classifier in the legend; a mapping brings its own names.""",
    "labels": """labels : array-like of shape (n_labels,), optional
        All labels in their order, of score columns too; by default the sorted labels seen.""",
    "labels_of_scores": """labels : array-like of shape (n_labels,), optional
        The class of each score column, needed if `y_true` does not hold all of them. Columns of a data
        frame that carry the names of the classes are matched by name.""",
    "labels_of_columns": """labels : array-like of shape (n_labels,), optional
        All labels, in the order of score columns.""",
    "baseline": """baseline : int, str or date, optional
        What later periods are compared with: the number of the first periods, 1 by default; or a date or the name of a
        period, such as ``"2024-03"``, the last one that belongs to it.""",
    "freq": """freq : {"day", "week", "month", "quarter", "year"}
        The periods, also as pandas calls them: "D", "W", "MS". Weeks begin on Monday. Periods without samples are
        kept.""",
    "time": """time : array-like of shape (n_samples,)
        When each sample was: datetimes, dates or ISO texts such as ``"2024-03-01"``. With a time zone the date is the
        one that its own clock shows.""",
    "bar_kw": """bar_kw : dict, optional
        Options of the bars, such as ``{"alpha": 0.8}``; or such a dictionary for each colour, by name.""",
    "chance_kw": """chance_kw : dict, optional
        Options of the lines of a classifier that guesses.""",
    "band": """band : {"simultaneous", "pointwise"}, optional
        Draws a band around each curve of samples, by bootstrap: one that holds the whole true curve about as often as
        its level says, or each point of it for itself. See ``ROCCurve.band``.""",
    "colorbar_kw": """colorbar_kw : dict, optional
        Options of :meth:`matplotlib.figure.Figure.colorbar`, such as ``{"label": "share"}``.""",
    "image_kw": """image_kw : dict, optional
        Options of the cells, which are an image of matplotlib.""",
    "legend": """legend : bool or {"auto", "inside", "outside", "below", "shared"}, default=True
        Whether to draw a legend, where it hides nothing; or where to draw it. Its entries follow looks that lines and
        bars are given later. A ``"shared"`` one leaves out what the legend of other axes already names.""",
    "legend_classes": """legend : bool or {"auto", "inside", "outside", "below", "shared"}, default=True
        Whether to draw a legend, where it hides no curve; or where to draw it. Of more than 6 classes it names the 3
        worst, and in small axes says how many classes there are. A ``"shared"`` one leaves out what the legend of other
        axes already names.""",
    "legend_kw": """legend_kw : dict, optional
        Options of :meth:`matplotlib.axes.Axes.legend`; with ``"loc"`` it stands there, whatever it hides.""",
    "line_kw": """line_kw : dict, optional
        Options of the lines, such as ``{"color": "k"}``; or such a dictionary for some of them, by name.""",
    "vmin_matrix": """vmin : float, optional
        Number of the first colour, by default the lowest one above zero.""",
    "vmax_matrix": """vmax : float, optional
        Number of the last colour, by default the highest one; 1 for shares of rows and columns.""",
    "norm_matrix": """norm : {"log"} or matplotlib.colors.Normalize, optional
        How numbers become colours: "log" shows small ones beside large ones.""",
    "hide_zeros": """hide_zeros : bool, default=False
        Whether cells of no samples say nothing.""",
    "diagonal": """diagonal : {"percent"}, optional
        Cells on the diagonal then say a share (by default of the true label), all others a count.""",
    "show_scores": """show_scores : bool, default=False
        Whether each cell shows below its number how the scores of its samples are distributed: those of the positive
        label, or with one column a class those of the predicted one. Cells that are too small go without. A result
        must have been computed with `n_bins`; with arrays there are 10.""",
    "text_kw": """text_kw : dict, optional
        Options of the texts in cells, such as ``{"fontsize": 9, "weight": "bold"}``.""",
    "multilabel": """multilabel : bool, optional
        Whether targets of two axes are indicators, one column a label, or each element is a sample.
        By default they are indicators if they hold zeros and ones only.""",
    "nan_policy": """nan_policy : {"raise", "drop"}, default="raise"
        What to do about missing scores. "drop" leaves their samples out, and warns how many of each class went.""",
    "max_rows_report": """max_rows : int, default=500,000
        Examples in the table, drawn at random if there are more. Counts are of all; above two million examples scores
        are rounded down to 12 bits, and areas have bounds.""",
    "models_report": """models : mapping of str to array-like, or data frame
        The scores of several models by their names, in place of `y_score`.""",
    "multilabel_report": """multilabel : bool, optional
        Whether `y_true` is an indicator matrix, of one column a label. By default zeros and ones on two axes are.""",
    "ncols": """ncols : int, optional
        Panels in a row; by default as square as possible.""",
    "normalize_matrix": """normalize : {"true", "pred", "all"}, optional
        Colour (and percent) by share of the true label's row, of the predicted label's column, or
        of all samples. By default cells are coloured by count.""",
    "notes": """notes : bool or list of Finding, default=False
        Whether to print below a new figure what :func:`check` finds; or which findings to print.""",
    "pos_label": """pos_label : str, int or bool, optional
        The positive label; needed unless the labels are {0, 1}, {-1, 1} or booleans.""",
    "pos_label_of_two": """pos_label : str, int or bool, optional
        The positive label of two. Needed with scores unless the labels are {0, 1}, {-1, 1} or booleans.""",
    "pos_label_or_class": """pos_label : str, int or bool, optional
        The positive label; needed unless the labels are {0, 1}, {-1, 1} or booleans. With three
        and more columns: the only class to set against the rest.""",
    "sample_weight": """sample_weight : array-like of shape (n_samples,), optional
        How much each sample counts, 1 by default; sums and shares are then of weight.""",
    "sample_weight_of_elements": """sample_weight : array-like of shape (n_samples,) or of the shape of y_true, optional
        How much each sample counts, 1 by default; sums and shares are then of weight.""",
    "threshold": """threshold : float, OperatingPoint or array-like of shape (n_labels,), default=0.5
        Positive means ``score >= threshold``, with the threshold rounded to the scores' dtype.
        An array gives each column of a multilabel `y_score` its own.""",
    "pos_label_report": """pos_label : str, int or bool, optional
        The positive label; needed for scores of one label unless labels are {0, 1}, {-1, 1} or booleans.""",
    "nan_policy_report": """nan_policy : {"raise", "drop"}, default="raise"
        What to do about missing scores. "drop" leaves out the samples for which any model has none, and warns how many
        of each class went; the page says so too.""",
    "normalize_report": """normalize : {"true", "pred", "all"}, optional
        What cells of the matrix show first: shares of the true label's row, of the predicted label's column, or of all
        samples. By default they show counts.""",
    "sample_weight_report": """sample_weight : array-like of shape (n_samples,) or of the shape of y_true, optional
        How much each sample counts, 1 by default. Counts of the page are then sums of weights, and its metrics have no
        intervals; the table still holds examples.""",
    "threshold_report": """threshold : float, OperatingPoint or array-like of shape (n_labels,), default=0.5
        The threshold that is shown first; of several labels one for each, or one for all. Left out where the highest
        score of several classes decides.""",
    "select_report": """select : {"f1", "accuracy", "roc_auc", "average_precision"}, default="f1"
        Which metric, on the subset that is shown first, chooses the checkpoint that is; of several classes its macro
        average.""",
    "slices_report": """slices : mapping of str to array-like, data frame or series, optional
        Each column says which slice an example belongs to: by words, or by numbers, which are put into `bins`. Examples
        without a value are a slice of their own.""",
    "subsets_report": """subsets : array-like of the shape of y_true, optional
        The subset of each example, such as "train" or "validation", which is shown first. Examples without one are a
        subset of their own.""",
    "threshold_marks": """threshold : float, sequence of float or mapping of str to float, optional
        Marks the points at which ``score >= threshold`` is called positive, on each drawn curve that
        has thresholds: not on macro averages, nor on undefined curves. The keys of a mapping are names
        of curves (models, or classes), and each curve then has its own threshold; or new names, for
        the points.""",
    "title": """title : str, optional
        Title of the axes.""",
    "y_pred_or_result": """y_pred : array-like of the shape of y_true, optional
        Predicted labels; left out with a result.""",
    "y_pred_or_scores": """y_pred : array-like of the shape of y_true, optional
        Predicted labels. Exactly one of `y_pred` and `y_score` must be given. What cannot be labels and has one
        column a class, or stands beside a `threshold`, is taken for `y_score` here.""",
    "y_score_of_class": """y_score : array-like of shape (n_samples,) or (n_samples, n_classes), optional
        Scores, higher for the positive label. Of several columns, one a class, that of `pos_label` is
        taken. float16 and float32 are cast to float64 first.""",
    "y_score_of_curve": """y_score : array-like of shape (n_samples,) or (n_samples, n_labels), optional
        Scores, higher for the positive label; or one column a class. Of two columns the one of
        `pos_label` is taken. float16 and float32 are cast to float64 first.""",
    "y_pred_report": """y_pred : array-like of the shape of y_true
        Predicted labels, in place of scores.""",
    "y_score_or_result": """y_score : array-like of shape (n_samples,), optional
        Scores, higher for the positive label; left out with a result.""",
    "y_score_or_results": """y_score : array-like of shape (n_samples,) or (n_samples, n_classes), optional
        Scores, higher for the positive label, or one column a class; left out with results.""",
    "y_true_counted": """y_true : array-like of shape (n_samples,) or (n_samples, n_labels), LabelCounts or ScoreCounts
        True labels: strings, integers or booleans; or a multilabel indicator matrix. In other targets
        of several axes (masks, sequences) each element is a sample. Or the result of :func:`count_labels`
        or :func:`count_scores`, in place of all arrays.""",
    "y_true_of_curve": """y_true : array-like of shape (n_samples,) or (n_samples, n_labels), or ScoreCounts
        True labels, or a multilabel indicator matrix. With more axes, or one axis less than `y_score`,
        each element is a sample. Or the result of :func:`count_scores`, in place of all arrays.""",
    "y_true_or_scores": """y_true : array-like of shape (n_samples,), or ScoreCounts
        True labels. With more axes each element is a sample. Or the result of :func:`count_scores`,
        in place of all arrays.""",
    "y_score_report": """y_score : array-like of the shape of y_true, or with one more axis of one column a class
        Scores, higher for the positive label.""",
    "y_true_report": """y_true : array-like
        True labels of any rank: each element is an example. An indicator matrix holds several labels an example.""",
    "zoom": """zoom : bool or float, default=False
        Whether to enlarge the corner of perfect classifiers in an inset, or the side of that corner, in
        (0, 1): 0.2 with True.""",
}
"""The shared texts, indented as in the docstring of a function.

A key is the name of the parameter, or that name and a variant: "y_score_or_result" begins with "y_score : ". What only
one function has to add stands below the line that names the text, indented as a text is.
"""


def documented(decorated: T, **further: str) -> T:
    """Put the shared texts into the docstring of a function or a class; `further` ones are not indented."""
    own = {name: text.replace("\n", "\n    ") for name, text in further.items()}
    decorated.__doc__ = with_shared(decorated.__doc__, decorated.__qualname__, PARAMETERS | own)
    return decorated


def with_shared(docstring: str | None, owner: str, texts: Mapping[str, str] = PARAMETERS) -> str | None:
    """Return a docstring with the shared texts in place of the lines that name them.

    Lines are indented as the line that names the text, which depends on the Python: from 3.13 on the compiler takes the
    indentation of docstrings away, and with ``-OO`` there are none.
    """

    def text_of(place: re.Match[str]) -> str:
        indent, key = place.groups()
        if key not in texts:
            message = f"the docstring of {owner} names the shared text {key!r}, which is not in figmerit/_docs.py."
            raise LookupError(message)
        return indent + texts[key].replace("\n    ", f"\n{indent}")

    return None if docstring is None else PLACE.sub(text_of, docstring)
