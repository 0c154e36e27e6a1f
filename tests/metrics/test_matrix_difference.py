"""The confusion matrix of one model less that of another."""

import json
import re

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix
from tests.helpers import same

from figmerit import compute_confusion_matrix
from figmerit.metrics.matrix_difference import MatrixDifference

RNG = np.random.default_rng(0)
TRUE, OLD, NEW = (RNG.choice(["cat", "dog", "fish"], 300) for _ in range(3))


def matrices():
    return compute_confusion_matrix(TRUE, NEW), compute_confusion_matrix(TRUE, OLD)


@pytest.mark.parametrize("normalize", ["true", "pred", "all"])
def test_it_is_what_scikit_learn_says_of_both(normalize):
    new, old = matrices()
    np.testing.assert_array_equal((new - old).counts, confusion_matrix(TRUE, NEW) - confusion_matrix(TRUE, OLD))
    expected = confusion_matrix(TRUE, NEW, normalize=normalize) - confusion_matrix(TRUE, OLD, normalize=normalize)
    np.testing.assert_allclose((new - old).normalized(normalize), expected, rtol=0, atol=1e-15)
    assert not (new - new).counts.any()


def test_what_it_says():
    new, old = matrices()
    text = (new - old).alt_text()
    assert text.startswith(
        f"Confusion matrix of 3 classes less that of a baseline: {new.accuracy:.3f} against {old.accuracy:.3f} on"
    )
    true, pred, size, word = re.search(r"mistake: '(\w+)' predicted as '(\w+)', (\d+) (\w+)\.$", text).groups()
    change = (new - old).to_pandas().set_index(["true", "predicted"])["count"]
    assert change[true, pred] == int(size) * {"more": 1, "fewer": -1}[word]
    assert repr(new - old).startswith("MatrixDifference([[")
    assert (new - old).same_samples
    other = compute_confusion_matrix(TRUE[:90], OLD[:90])
    assert not (new - other).same_samples
    assert (new - other).alt_text().endswith("The samples are not the same.")


def test_rounding_of_weights_is_no_difference():
    weight = RNG.random(300)
    new, old = (compute_confusion_matrix(TRUE, pred, sample_weight=weight) for pred in (NEW, OLD))
    assert (new - old).same_samples
    turned = compute_confusion_matrix(TRUE[::-1], NEW[::-1], sample_weight=weight[::-1])
    assert not (new - turned).counts.any()
    assert "Largest change" not in (new - turned).alt_text()


def test_thresholds_of_both_are_said():
    score = np.linspace(0, 1, 20)
    one, other = (compute_confusion_matrix(score > 0.4, y_score=score, threshold=cut) for cut in (0.5, 0.7))
    assert (one - other).cut_text == "score ≥ 0.5 against score ≥ 0.7"
    assert (one - one).cut_text == "score ≥ 0.5"


def test_dictionary_brings_it_back():
    difference = matrices()[0] - matrices()[1]
    assert same(MatrixDifference.from_dict(json.loads(json.dumps(difference.to_dict()))), difference)


def test_labels_must_be_the_same():
    message = "the labels of both matrices must be the same; got ['cat', 'dog', 'fish'] and ['cat', 'dog'].\n"
    with pytest.raises(ValueError, match=re.escape(message)):
        matrices()[0] - compute_confusion_matrix(["cat", "dog"], ["dog", "cat"])
    with pytest.raises(TypeError):
        matrices()[0] - 1
