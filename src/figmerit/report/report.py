"""A report: one HTML file that is explored without a network."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from figmerit._arrays import Result
from figmerit._files import write_whole
from figmerit._options import named_options
from figmerit._validate import check_count, check_number, check_texts
from figmerit.checks.check import check, without, worst_first
from figmerit.checks.finding import Finding
from figmerit.counts._input import name_models
from figmerit.errors import brief, invalid
from figmerit.plots._svg import font_face, is_figure, svg_of
from figmerit.report._about import facts_of, keys_of, looked_for
from figmerit.report._explorer import explorer_of
from figmerit.report._figures import figure_of
from figmerit.report._from_data import from_data
from figmerit.report._given import predictions_of
from figmerit.report._markdown import markdown_of
from figmerit.report._page import Content, Section, page_of
from figmerit.report._tables import data_of, table_of
from figmerit.report._values import clean

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from figmerit._validate import Label
    from figmerit.counts._rows import NanPolicy
    from figmerit.report._explorer import Explorer

LETTERS = "".join(map(chr, range(32, 127))) + "−–…×≥≤≈±"
"""Letters that pictures need beside those of names."""


BESIDE = ("rare-class",)
"""Findings that ask for a figure which the page has."""

NOTHING = "Nothing was found that would mislead."

NOTES = 2000
"""Bytes that a page takes at most to say what was left out."""


class Report:
    """A page that explores predictions, with the figures, tables and texts that belong to them.

    Parameters
    ----------
    title : str
        The title of the page.
    max_mb : float, default=50
        The size of the page in megabytes that is kept, for which is left out, in this order, as much as need be:
        thumbnails, columns of your own from the last one on, rows of the table, and bits of scores, which are then
        rounded down. Counts stay those of all examples, exact at each threshold that can be chosen. The page says what
        was left out.
    date : str or date, optional
        When the predictions were made, which the page then says; it has no date of its own, so that the same
        predictions have the same page.

    See Also
    --------
    report_classification : Builds the page of a classifier.

    Examples
    --------
    >>> report = Report("Spam filter").add("Trained on the mails of 2025.")
    >>> report.add_predictions([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    Report('Spam filter': 2 sections)
    """

    def __init__(self, title: str, *, max_mb: float = 50, date: Any = None) -> None:
        check_texts(title=title)
        if not (title or "").strip():
            raise invalid("title", "a text", brief(title), 'Report("Spam filter")')
        self.title = clean(title)
        self.max_mb = check_number("max_mb", max_mb)
        if max_mb <= 0:
            raise invalid("max_mb", "a number of megabytes above 0", brief(max_mb))
        self._sections: list[Section] = []
        self._explorer: Explorer | None = None
        self._metrics: dict[str, Any] = {}
        self._date = "" if date is None else clean(str(date))

    def __repr__(self) -> str:
        """Show title and size."""
        n = len(self._sections)
        return f"Report({self.title!r}: {n} {'section' if n == 1 else 'sections'})"

    def add(self, content: Any, *, title: str | None = None) -> Self:
        """Add a text, a figure, a result, a table or findings.

        Parameters
        ----------
        content : str, Figure, result, data frame, mapping of str to values or list of Finding
            A text is shown as it is; a result as its figure; a frame, or a mapping of names to columns, as a table.
        title : str, optional
            The title above it.

        Returns
        -------
        Report
            The same, so that calls may follow each other.

        Raises
        ------
        TypeError
            If it is nothing of that.
        """
        check_texts(title=title)
        self._sections.append(self._section(content, clean(title or "")))
        return self

    @named_options()
    def add_predictions(
        self,
        y_true: Any,
        y_score: Any = None,
        *,
        y_pred: Any = None,
        models: Any = None,
        epochs: Any = None,
        pos_label: Label | None = None,
        labels: Any = None,
        display_labels: Any = None,
        sample_weight: Any = None,
        threshold: Any = 0.5,
        normalize: Literal["true", "pred", "all"] | None = None,
        nan_policy: NanPolicy = "raise",
        subsets: Any = None,
        slices: Any = None,
        bins: Any = 4,
        ids: Any = None,
        images: Any = None,
        columns: Any = None,
        data: Any = None,
        multilabel: bool | None = None,
        select: str = "f1",
        max_rows: int = 500_000,
        title: str = "Predictions",
    ) -> Self:
        """Add predictions, which the page explores: once a page.

        Parameters
        ----------
        %(y_true_report)s
        %(y_score_report)s
        %(y_pred_report)s
        %(models_report)s
        %(epochs_report)s
        %(pos_label_report)s
        %(labels_of_columns)s
        %(display_labels_report)s
        %(sample_weight_report)s
        %(threshold_report)s
        %(normalize_report)s
        %(nan_policy_report)s
        %(subsets_report)s
        %(slices_report)s
        %(bins_report)s
        %(ids_report)s
        %(images_report)s
        %(columns_report)s
        %(data_report)s
        %(multilabel_report)s
        %(select_report)s
        %(max_rows_report)s
        title : str, default="Predictions"
            The title above it.

        Returns
        -------
        Report
            The same.

        Raises
        ------
        ValueError, TypeError
            If the inputs disagree with each other, or the page has predictions already.
        """
        check_texts(title=title)
        if self._explorer is not None:
            raise invalid("predictions", "added once a report", "a second set", "models={...} explores several models")
        if models is None and (isinstance(y_score, Mapping) or name_models(y_score, y_true, data, labels)):
            models, y_score = y_score, None  # as plot functions take several models
        given: dict[str, Any] = {"y_true": y_true, "y_score": y_score, "y_pred": y_pred, "sample_weight": sample_weight}
        given |= {"models": models, "epochs": epochs, "subsets": subsets, "slices": slices, "ids": ids}
        given |= {"images": images, "columns": columns}
        predictions = predictions_of(
            **from_data(data, **given),
            pos_label=pos_label,
            labels=labels,
            display_labels=display_labels,
            threshold=threshold,
            normalize=normalize,
            nan_policy=nan_policy,
            bins=bins,
            multilabel=multilabel,
            max_rows=check_count("max_rows", max_rows),
            room=1e6 * self.max_mb,
        )
        self._explorer = explorer_of(predictions, select, clean(title), max_rows)
        self._sections.append(self._explorer.section)
        return self

    def add_findings(self, *, ignore: Iterable[str] = (), title: str = "Findings") -> Self:
        """Add what :func:`check` finds in the predictions that are shown first; nothing if it finds nothing.

        Parameters
        ----------
        ignore : iterable of str, default=()
            The ids of findings that are known, and left out.
        title : str, default="Findings"
            The title above them.

        Returns
        -------
        Report
            The same.

        Raises
        ------
        ValueError, TypeError
            If there are no predictions yet, or no finding of a name in `ignore`.
        """
        if self._explorer is None:
            raise invalid(
                "predictions", "added before their findings", "none", "report.add_predictions(y_true, y_score)"
            )
        results = check(dict(self._explorer.results), ignore=ignore)
        found = [one for one in results if one.id not in BESIDE]
        found += without(self._explorer.columns.predictions.findings(), ignore)
        found = worst_first(found)
        keys = keys_of(found, self._explorer.findings)
        self._explorer = replace(self._explorer, findings=(*self._explorer.findings, *keys))
        checks = [] if found else looked_for(self._explorer, ignore)
        section = self._section(found, clean(title))
        self._sections.append(replace(section, panel="findings", keys=keys, checks=checks))
        return self

    def to_html(self) -> str:
        """Return the page.

        Returns
        -------
        str
            HTML that needs nothing from outside.

        Raises
        ------
        ValueError
            If `max_mb` cannot be kept.
        """
        pictures = [one for section in self._sections if section.explorer for one in section.explorer.pictures.values()]
        letters = LETTERS + "".join([*(section.svg for section in self._sections), *pictures])
        font = font_face("".join(sorted(set(letters))))
        facts = facts_of(self._explorer, self._metrics, self._date, self.max_mb) if self._explorer else {}
        page = partial(page_of, self.title, self._sections, facts=facts, font=font, version=version("figmerit"))
        if self._explorer is None:
            whole = page(Content())
            if len(whole.encode()) > 1e6 * self.max_mb:
                needed = math.ceil(len(whole.encode()) / 1e4) / 100
                raise invalid("max_mb", f"at least {needed:g} here, for what was added", f"{self.max_mb:g}")
            return whole
        fixed = len(page(self._explorer.bare()).encode()) + NOTES
        return page(self._explorer.content(1e6 * self.max_mb - fixed, self.max_mb))

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the page into a file, wholly or not at all.

        Parameters
        ----------
        path : str or path
            Where; its folder must exist.

        Returns
        -------
        Path
            Where it is.

        Raises
        ------
        OSError
            If it cannot be written there.
        """
        target = Path(path)
        write_whole(target, self.to_html().encode())
        return target

    def to_markdown(self, folder: str | os.PathLike[str]) -> Path:
        """Write the report as Markdown, with its figures beside it, for a pull request or a wiki.

        Parameters
        ----------
        folder : str or path
            Where; it is made if need be. Figures of an earlier report in it are replaced.

        Returns
        -------
        Path
            The file ``report.md`` in it.

        Raises
        ------
        OSError
            If it cannot be written there.
        """
        target = Path(folder)
        text, files = markdown_of(self.title, self._sections)
        target.mkdir(parents=True, exist_ok=True)
        for old in target.glob("figure-*.svg"):
            if old.name not in files and old.stem.removeprefix("figure-").isdecimal():
                old.unlink()
        for name, picture in files.items():
            write_whole(target / name, picture.encode())
        write_whole(target / "report.md", text.encode())
        return target / "report.md"

    def _repr_html_(self) -> str:
        """Return the page in a frame of its own, for notebooks."""
        page = html.escape(self.to_html(), quote=True)
        name, style = html.escape(self.title), "width:100%;height:48rem;border:1px solid #999"
        frame = f'<iframe title="{name}" sandbox="allow-scripts allow-downloads" style="{style}"'
        return f'{frame} srcdoc="{page}"></iframe>'

    def _section(self, content: Any, title: str) -> Section:
        if isinstance(content, str):
            texts = [clean(part) for part in content.split("\n\n") if part.strip()]
            return Section(title, texts=texts)
        if isinstance(content, list | tuple) and all(isinstance(one, Finding) for one in content):
            return Section(title, findings=content) if content else Section(title, texts=[NOTHING])
        prefix = f"figure{len(self._sections)}-"
        if is_figure(content):
            return Section(title, svg=svg_of(content, prefix, adaptive=False)[0])
        if isinstance(content, Result):
            return Section(title, svg=svg_of(figure_of(content), prefix)[0], data=data_of(content))
        return Section(title, table=table_of(content))
