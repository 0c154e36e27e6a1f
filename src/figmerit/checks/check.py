"""All checks of data or of a result."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import to_numpy
from figmerit._options import named_options
from figmerit._validate import Label, check_names, check_same_shape
from figmerit.checks._of_labels import check_matrix, check_point, check_slices
from figmerit.checks._of_scores import check_area, check_curve, check_ids, check_score_counts
from figmerit.checks.finding import Finding
from figmerit.counts.count import count_scores
from figmerit.counts.label_counts import LabelCounts
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import brief, did_you_mean, invalid, wrong_type
from figmerit.metrics.confusion_matrix import ConfusionMatrix, compute_confusion_matrix
from figmerit.metrics.operating_point import OperatingPoint
from figmerit.metrics.pr_curve import PRCurve
from figmerit.metrics.roc_curve import ROCCurve, compute_roc_curve
from figmerit.metrics.slice_metrics import SliceMetrics
from figmerit.metrics.threshold_sweep import ThresholdSweep

if TYPE_CHECKING:
    from collections.abc import Iterator

IDS = (
    *("one-class", "hard-labels", "few-scores", "below-chance", "swapped", "no-better-than-majority", "recall-zero"),
    *("rare-class", "one-prediction", "tiny-class", "tiny-slice", "repeated-ids", "not-probabilities", "chosen-here"),
    *("errors-in-a-cell", "errors-in-a-row", "errors-in-a-column", "errors-everywhere"),
)
"""The names of all findings."""

SEVERITIES = "error", "warning", "note"
"""The worst first."""
