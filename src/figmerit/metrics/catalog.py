"""One row a metric: its names, what it needs, its formula, scikit-learn's function, and why it may be undefined.

Summaries, sweeps, slices, bars, learning curves, rules, checks and the pages of reports read these rows: a metric that
is added to `CATALOG` is known everywhere. A law of the tests pins each formula to scikit-learn's function on the rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from figmerit._validate import check_option
from figmerit.counts._scores import negative_logarithm
from figmerit.errors import brief, invalid, require, unknown_option, wrong_type
from figmerit.inference import areas, formulas
from figmerit.inference.formulas import Ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from figmerit._arrays import Array, FloatArray
    from figmerit.inference.areas import Ends
    from figmerit.inference.formulas import Margins

Needs: TypeAlias = Literal["labels", "scores", "probabilities", "ranks"]
"""What a metric is computed from."""

Kind: TypeAlias = Literal["binary", "multiclass", "multilabel"]

SUBSET_ACCURACY = "subset accuracy"
"""What accuracy means for multilabel targets: the share of samples whose labels are all right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A metric.

    Attributes
    ----------
    name, display_name : str
        Its name in code, and in figures.
    elsewhere : tuple of str
        What other libraries call it.
    needs : {"labels", "scores", "probabilities", "ranks"}
        Predicted labels; scores, whose order alone matters; probabilities; or the rank of the true class.
    ratio : Ratio, optional
        Of labels: the formula for one label against the rest, from its true and false positives and negatives.
    table : callable, optional
        Of labels: the formula for whole tables of any number of labels, from their margins.
    ordinal : bool
        Whether the order of the labels matters, so that margins must know distances.
    curve : callable, optional
        Of scores: the area under a curve, from the positives and negatives of descending scores.
    bounds : callable, optional
        Of a curve: the lowest and the highest area of binned scores, from the same and which bins are tied; by
        default nothing is known about the area.
    closed_form : tuple of str and callable, optional
        Of a curve: the kind of its interval, and what gives the ends, from the same counts, the area and a level.
    loss : callable, optional
        Of probabilities: the loss of a positive, from its probability; the rest's gives that of a negative.
    zero_if_absent : bool
        Of scores: whether a class without positives counts as 0, so that the average over classes has a value.
    most_ranks : int
        Of ranks: how many of the highest classes may be the true one.
    averaged : bool
        Whether there is one value a label, which `average` sums up.
    multilabel : bool
        Whether targets with several labels a sample have it.
    summarized : bool
        Whether summaries show it without being asked.
    greater_is_better : bool or None
        None where neither is.
    why_undefined : str
        The reason where the formula has no value.
    scikit_learn : str
        The function of :mod:`sklearn.metrics`, and its options, that it is pinned to.
    call : callable, optional
        Calls that function on counted rows: with codes of true and predicted labels, weights, and the number of
        labels; or with codes, scores and weights.
    """

    name: str
    display_name: str
    elsewhere: tuple[str, ...] = ()
    needs: Needs = "labels"
    ratio: Ratio | None = None
    table: Callable[[Margins], FloatArray] | None = None
    ordinal: bool = False
    curve: Callable[[Array, Array], float] | None = None
    bounds: Callable[..., tuple[float, float]] | None = None
    closed_form: tuple[str, Callable[[Array, Array, float, float], Ends]] | None = None
    loss: Callable[[Array], Array] | None = None
    zero_if_absent: bool = False
    most_ranks: int = 0
    averaged: bool = False
    multilabel: bool = False
    summarized: bool = True
    greater_is_better: bool | None = True
    why_undefined: str = ""
    scikit_learn: str = ""
    call: Callable[..., float] | None = None

    @property
    def one_vs_rest(self) -> bool:
        """Whether several score columns have the macro average of one class against the rest."""
        return self.curve is not None

    @property
    def interval(self) -> str:
        """The kind of its interval: "Wilson" if it rises with a share of samples, that of its closed form, else ""."""
        return "Wilson" if self.rises_with_share else self.closed_form[0] if self.closed_form else ""

    @property
    def is_share(self) -> bool:
        """Whether it is a share of samples."""
        return self.ratio is not None and self.ratio.is_share

    @property
    def rises_with_share(self) -> bool:
        """Whether it is a share of samples, or, as F1, rises with one whose interval then gives its own."""
        return self.ratio is not None and self.ratio.share is not None

    def title(self, kind: str, average: str) -> str:
        """Return the name in figures, with the average that is taken."""
        if self.averaged:
            return self.display_name if average == "binary" else f"{average} {self.display_name}"
        if kind == "multilabel" and self.name == "accuracy":
            return SUBSET_ACCURACY
        return f"macro {self.display_name}" if self.one_vs_rest and kind != "binary" else self.display_name


def scikit_learn() -> Any:
    """Return :mod:`sklearn.metrics`, which is imported when a number asks for it."""
    return require("sklearn.metrics", "compute_metric_summary()", install="scikit-learn")


def trusting() -> Any:
    """Return a context in which scikit-learn does not check what is finite and of the right type: counts are."""
    sklearn = require("sklearn", "compute_metric_summary()", install="scikit-learn")
    return sklearn.config_context(assume_finite=True, skip_parameter_validation=True)


def _asks(function: str, **options: Any) -> Callable[..., float]:
    """Return what calls a function of scikit-learn with true labels, predictions or scores, and weights."""

    def call(true: Array, given: Array, weight: Array, *_: int) -> float:
        return float(getattr(scikit_learn(), function)(true, given, sample_weight=weight, **options))

    return call


def _balanced_accuracy(true: Array, pred: Array, weight: Array, *_: int) -> float:
    """Average recall over the classes with samples: scikit-learn's own function warns of classes that have none."""
    there = weight > 0
    true, pred, weight = true[there], pred[there], weight[there]
    known = sorted({*true.tolist()})
    if len(known) > 1 and {*pred.tolist()} <= {*known}:
        return _asks("balanced_accuracy_score")(true, pred, weight)
    return _asks("recall_score", labels=known, average="macro", zero_division=0)(true, pred, weight)


def _metric(name: str, elsewhere: str = "", scikit_learn: str = "", shown: str = "", **facts: Any) -> Metric:
    """Return a row; names `elsewhere` are one text, and figures show its own name if no other is to be `shown`."""
    names: dict[str, Any] = {"display_name": shown or name.replace("_", " "), "elsewhere": tuple(elsewhere.split())}
    return Metric(name=name, scikit_learn=scikit_learn, **names, **facts)


def _of_label(name: str, elsewhere: str, ratio: str, why: str, scikit_learn: str = "", **facts: Any) -> Metric:
    """Return a row with one value a label, whose ratio is written as "tp / tp fp"."""
    formula = Ratio.of(*ratio.split("/"))
    facts |= {"ratio": formula, "averaged": True, "multilabel": True, "why_undefined": why}
    return _metric(name, elsewhere, scikit_learn, **facts)


def _loss(
    name: str, elsewhere: str, loss: Callable[[Array], Array], function: str, shown: str = "", **options: Any
) -> Metric:
    facts: dict[str, Any] = {"needs": "probabilities", "loss": loss, "greater_is_better": False}
    return _metric(name, elsewhere, function, shown, call=_asks(function, **options), **facts)


def _weighted_kappa(weights: str, power: int) -> Metric:
    elsewhere = f"{weights}_weighted_kappa weighted_kappa_{weights}{' qwk' if power == 2 else ''}"

    def call(true: Array, pred: Array, weight: Array, size: int) -> float:
        return _asks("cohen_kappa_score", weights=weights, labels=range(size))(true, pred, weight)

    facts: dict[str, Any] = {"table": partial(formulas.weighted_kappa, power=power), "why_undefined": "only one class"}
    function = f'cohen_kappa_score(weights="{weights}")'
    return _metric(f"{weights}_kappa", elsewhere, function, ordinal=True, summarized=False, call=call, **facts)


def _within(k: int) -> Metric:
    shown = f"within {k} class{'es' if k > 1 else ''}"
    return _metric(f"within_{k}", shown=shown, table=partial(formulas.within, k=k), ordinal=True, summarized=False)


def _top(k: int) -> Metric:
    elsewhere, function = f"top_{k} top{k} top_{k}_accuracy_score top{k}_accuracy", f"top_k_accuracy_score(k={k})"
    facts: dict[str, Any] = {"needs": "ranks", "most_ranks": k, "summarized": False}
    return _metric(f"top_{k}_accuracy", elsewhere, function, f"top-{k} accuracy", **facts)


# fmt: off
ROWS = (
    _metric("accuracy", "acc accuracy_score subset_accuracy", "accuracy_score", call=_asks("accuracy_score"),
            ratio=Ratio.of("tp tn", "tp fp fn tn"), table=formulas.accuracy, multilabel=True),
    _metric("balanced_accuracy", "bacc balanced_accuracy_score", "balanced_accuracy_score",
            table=formulas.balanced_accuracy, call=_balanced_accuracy),
    _of_label("precision", "ppv positive_predictive_value precision_score", "tp / tp fp", "no positive predictions",
              "precision_score"),
    _of_label("recall", "sensitivity tpr true_positive_rate hit_rate recall_score", "tp / tp fn",
              "no positive samples", "recall_score"),
    _of_label("f1_score", "f1 f_score f_measure dice", "2tp / 2tp fp fn", "no positive samples or predictions",
              "f1_score", shown="F1"),
    _of_label("specificity", "tnr true_negative_rate selectivity", "tn / tn fp", "no negative samples",
              "recall_score(pos_label=<the other label>)", summarized=False),
    _of_label("fpr", "false_positive_rate fall_out fallout", "fp / tn fp", "no negative samples",
              "1 - recall_score(pos_label=<the other label>)", shown="false positive rate", summarized=False,
              greater_is_better=False),
    _metric("youden", "youden_j informedness youdens_j", "balanced_accuracy_score(adjusted=True)", "Youden's J",
            table=formulas.youden, summarized=False, why_undefined="defined for two labels that have samples"),
    _of_label("predicted_positive_rate", "ppr selection_rate", "tp fp / tp fp fn tn", "", summarized=False,
              greater_is_better=None),
    _metric("mcc", "matthews_corrcoef phi", "matthews_corrcoef", "MCC", table=formulas.mcc,
            call=_asks("matthews_corrcoef")),
    _metric("cohen_kappa", "kappa cohen_kappa_score", "cohen_kappa_score", "Cohen's kappa",
            table=formulas.cohen_kappa, call=_asks("cohen_kappa_score"), why_undefined="only one class"),
    _weighted_kappa("linear", 1),
    _weighted_kappa("quadratic", 2),
    _within(1),
    _metric("roc_auc", "auc auroc roc_auc_score auc_roc", "roc_auc_score", "ROC AUC", needs="scores",
            curve=formulas.roc_auc, bounds=formulas.roc_auc_bounds, closed_form=("adjusted DeLong", areas.roc_auc_ends),
            multilabel=True),
    _metric("average_precision", "ap map auprc pr_auc average_precision_score", "average_precision_score",
            needs="scores", curve=formulas.average_precision, bounds=formulas.average_precision_bounds,
            closed_form=("logit", areas.average_precision_ends), zero_if_absent=True, multilabel=True),
    _loss("brier", "brier_score brier_score_loss neg_brier_score", formulas.squared_error, "brier_score_loss",
          shown="Brier score", pos_label=1),
    _loss("log_loss", "neg_log_loss cross_entropy crossentropy", negative_logarithm, "log_loss",
          labels=[0, 1]),
    _top(2),
    _top(3),
    _top(5),
)
# fmt: on

CATALOG = {metric.name: metric for metric in ROWS}
"""Each metric by its name."""

FAMILIES = {r"within_(\d{1,4})": _within, r"top_?(\d{1,4})(?:_accuracy)?(?:_score)?": _top}
"""Metrics with a number in their name."""


def find(name: str) -> Metric | None:
    """Return the metric of a name, its own or another library's, in any capitals; None if there is none."""
    plain = re.sub(r"[\s\-@]+", "_", name.strip()).lower()
    for metric in CATALOG.values():
        if plain == metric.name or plain in metric.elsewhere:
            return metric
    for pattern, family in FAMILIES.items():
        found = re.fullmatch(pattern, plain)
        if found is not None and int(found[1]):
            return family(int(found[1]))
    return None


def row(name: str) -> Metric:
    """Return the metric of its own name."""
    found = CATALOG.get(name) or find(name)
    if found is None:
        raise KeyError(name)
    return found


def ratio_of(name: str) -> Ratio:
    """Return the formula of a metric for one label against the rest."""
    ratio = CATALOG[name].ratio
    if ratio is None:
        raise KeyError(name)
    return ratio


def metric_of(option: str, name: Any) -> Metric:
    """Return the metric that an option names, by its own name or another library's."""
    if not isinstance(name, str):
        raise wrong_type(option, "the name of a metric", brief(name))
    found = CATALOG.get(name) or find(name)
    if found is None:
        meant = find(re.sub(r"^(macro|micro|weighted)_|_(macro|micro|weighted)$", "", name))  # averages have an option
        raise unknown_option(option, name, CATALOG, meant=None if meant is None else meant.name)
    return found


def known_as(name: Any, known: Sequence[Any]) -> Any:
    """Return the name that a metric has among those that are known; of several classes its macro average."""
    found = find(name) if isinstance(name, str) and name not in known else None
    if found is None:
        return name
    return next((one for one in known if one == f"macro_{found.name}" or find(str(one)) is found), name)


def chosen_metric(metric: Any, average: str | None) -> Metric | None:
    """Return the metric of that name, or None for a function."""
    check_option("average", average, (None, "micro", "macro", "weighted"))
    if isinstance(metric, str):
        found = metric_of("metric", metric)
        if average is not None and not found.averaged:
            first, *others, last = (repr(one.name) for one in CATALOG.values() if one.averaged)
            hint = f"metric={first} has averages, as have {', '.join(others)} and {last}"
            raise invalid("average", f"left out for the metric {metric!r}", brief(average), hint)
        return found
    if not callable(metric):
        raise wrong_type("metric", "the name of a metric or a function", brief(metric))
    if average is not None:
        raise invalid("average", "left out if metric is a function", brief(average))
    return None


def display_name(name: str) -> str:
    """Return the name in figures of one of ``MetricSummary.overall``; another name as it is."""
    if name == "subset_accuracy":
        return SUBSET_ACCURACY
    metric = find(name.removeprefix("macro_"))
    if metric is None or metric.name != name.removeprefix("macro_"):
        return name
    return f"macro {metric.display_name}" if name.startswith("macro_") else metric.display_name
