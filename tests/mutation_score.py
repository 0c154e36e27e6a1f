"""Say how many faults put into the sources on purpose the tests have found, file by file.

Run by ``make mutate``, after the tests: it reads what they left in mutants/.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOUND = ("killed", "timeout", "segfault")


def main() -> None:
    """Print the names of the mutants that live, then a table of files."""
    from mutmut.stats import status_by_exit_code  # in .venv-mutate alone

    files = {}
    for path in sorted((ROOT / "mutants").rglob("*.py.meta")):
        codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        states = {name: status_by_exit_code[code] for name, code in codes.items()}
        ran = {name: state for name, state in states.items() if state != "not checked"}
        if ran:
            files[str(path.relative_to(ROOT / "mutants")).removesuffix(".meta")] = Counter(ran.values())
        for name, state in ran.items():
            if state not in FOUND:
                print(f"{name}: {state}")
    if not files:
        sys.exit("No mutant was tried.")
    total = sum(files.values(), Counter[str]())
    print(f"\n{'':<45}{'found':>8}{'(late)':>8}{'total':>8}")
    for name, states in {**files, "all": total}.items():
        found = sum(states[state] for state in FOUND)
        print(f"{name:<45}{found:>8}{states['timeout']:>8}{states.total():>8}{found / states.total():>9.1%}")


if __name__ == "__main__":
    main()
