"""What the README shows can be run as it stands."""

import re
from pathlib import Path

import matplotlib.pyplot as plt

README = Path(__file__).parents[1] / "README.md"


def test_the_code_runs(capsys):
    (code,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.DOTALL)
    exec(compile(code, str(README), "exec"), {})
    assert len(plt.get_fignums()) == 6
    assert "accuracy" in capsys.readouterr().out


def test_the_picture_is_there():
    text = README.read_text(encoding="utf-8")
    for path in re.findall(r"\]\(((?!http)[^)#]+)\)", text):
        assert (README.parent / path).is_file(), path
