"""Shared texts of docstrings: complete for readers, and none missing, unused or copied."""

import inspect
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import figmerit
from figmerit._docs import PARAMETERS, PLACE, documented, with_shared

TEXTS = {
    "weight": """weight : array-like, optional
        What a row counts; 100 % (of one).

        A paragraph of its own:

            an example""",
    "score_binary": """score : array-like
        Scores.""",
}


def test_a_line_that_names_a_text_becomes_it() -> None:
    docstring = (
        "Count.\n\n    Parameters\n    ----------\n    x : int\n        A.\n    %(score_binary)s\n    %(weight)s\n    "
    )
    assert with_shared(docstring, "f", TEXTS) == (
        "Count.\n\n    Parameters\n    ----------\n    x : int\n        A.\n    score : array-like\n        Scores.\n"
        "    weight : array-like, optional\n        What a row counts; 100 % (of one).\n\n"
        "        A paragraph of its own:\n\n            an example\n    "
    )


@pytest.mark.parametrize("indent", ["", "    ", "        "], ids=["stripped", "function", "method"])
def test_texts_are_indented_as_the_line_that_names_them(indent: str) -> None:
    filled = with_shared(f"Count.\n\n{indent}%(weight)s\n", "f", TEXTS)
    assert filled is not None
    assert inspect.cleandoc(filled) == "Count.\n\n" + textwrap.dedent("    " + TEXTS["weight"])
    assert {len(line) - len(line.lstrip()) - len(indent) for line in filled.splitlines()[2:] if line} == {0, 4, 8}


@pytest.mark.parametrize("text", ["50 % (s)", "of %(weight)s, or", "%d", "%%(weight)s", "%(weight)"])
def test_other_percent_signs_stay(text: str) -> None:
    assert with_shared(text, "f", TEXTS) == text


def test_an_unknown_text_is_an_error_when_the_function_is_made() -> None:
    with pytest.raises(LookupError) as caught:

        @documented
        def function() -> None:
            """Count.

            %(wieght)s
            """

    here = test_an_unknown_text_is_an_error_when_the_function_is_made.__name__
    assert str(caught.value) == (
        f"the docstring of {here}.<locals>.function names the shared text 'wieght', which is not in figmerit/_docs.py."
    )


def test_functions_and_classes_are_documented() -> None:
    @documented
    def function(title: str) -> str:
        """Draw.

        Parameters
        ----------
        %(title)s
        """
        return title

    @documented
    class Thing:
        """Thing.

        %(title)s
        """

    expected = "title : str, optional\n    Title of the axes."
    assert inspect.getdoc(function) == f"Draw.\n\nParameters\n----------\n{expected}"
    assert inspect.getdoc(Thing) == f"Thing.\n\n{expected}"
    assert function("a") == "a"


def test_nothing_is_missing_without_docstrings() -> None:
    code = "from figmerit._docs import documented, with_shared\nassert with_shared(None, 'f') is None\n"
    code += "@documented\ndef f(): '%(nothing)s'\nprint(f.__doc__)\nimport figmerit; figmerit.plot_roc_curve"
    done = subprocess.run([sys.executable, "-OO", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["None"]


def test_keys_begin_with_the_name_of_their_parameter() -> None:
    for key, text in PARAMETERS.items():
        name = re.match(r"(\w+) : \S", text)
        assert name is not None, key
        assert f"{key}_".startswith(f"{name[1]}_"), key
        assert all(not line or line.startswith("        ") for line in text.splitlines()[1:]), key
        assert not re.search(r"[ \t]$", text, re.MULTILINE), key


@pytest.mark.parametrize("name", figmerit.__all__)
def test_readers_see_no_names_of_texts(name: str) -> None:
    member = getattr(figmerit, name)
    docs = [member.__doc__, *(one.__doc__ for one in vars(member).values() if callable(one))]
    assert not [text for text in docs if text and PLACE.search(text)]


def sources() -> str:
    files = [path for path in Path(figmerit.__file__).parent.rglob("*.py") if path.name != "_docs.py"]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_every_text_is_named_and_none_is_written_out() -> None:
    source = sources()
    named = [key for _, key in PLACE.findall(source)]
    assert set(named) - {"options"} == set(PARAMETERS)  # the options of a compute function are its own texts
    assert [key for key, text in PARAMETERS.items() if re.search(re.escape(text) + r"\n\s*(%|\w+ :|\n)", source)] == []
