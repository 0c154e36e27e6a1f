"""How Sphinx builds the documentation: nothing is fetched, neither here nor by the pages."""

from __future__ import annotations

import builtins
import re
import warnings
from importlib.metadata import version as installed_version
from pathlib import Path

from docutils import nodes
from docutils.utils.math import latex2mathml
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

import figmerit
from figmerit import _synonyms

project = "figmerit"
author = "The figmerit developers"
copyright = author
release = version = installed_version("figmerit")

extensions = [
    *("sphinx.ext.autodoc", "sphinx.ext.autosummary", "numpydoc", "sphinx_gallery.gen_gallery"),
    "matplotlib.sphinxext.plot_directive",
]
plot_include_source = True
plot_html_show_source_link = plot_html_show_formats = False
plot_formats = [("png", 110)]
plot_rcparams = {"savefig.bbox": "tight"}
plot_apply_rcparams = True  # each figure starts with matplotlib's own settings
exclude_patterns = ["_build"]
templates_path = ["_templates"]
default_role = "literal"
nitpicky = True  # a reference that leads nowhere is an error, unless it leads to another project
other_projects = "sklearn|scipy|numpy|matplotlib|pandas|polars|pyarrow|narwhals|json|" + "|".join(dir(builtins))
nitpick_ignore_regex = [("py:.*", rf"({other_projects})(\..*)?")]

html_theme = "furo"
html_title = "figmerit"
html_show_sphinx = False
html_copy_source = False
html_math_renderer = "mathml"

autosummary_generate = True
autosummary_ignore_module_all = False
autosummary_imported_members = True
autodoc_typehints = "none"  # the docstrings say more
autodoc_member_order = "bysource"
numpydoc_show_class_members = False  # the template lists them
numpydoc_xref_param_type = False

sphinx_gallery_conf = {
    "examples_dirs": "../examples",
    "gallery_dirs": "gallery",
    "filename_pattern": r"/plot_",
    "ignore_pattern": r"^(?!(?:.*/)?plot_[^/]*$)",
    "doc_module": ("figmerit",),
    "backreferences_dir": "reference/generated/backreferences",
    "inspect_global_variables": False,
    "within_subsection_order": "FileNameSortKey",
    "capture_repr": ("_repr_html_",),
    "download_all_examples": False,
    "show_signature": False,
    "write_computation_times": False,
    "remove_config_comments": True,
}

# Examples run as tests do: a warning is an error.
warnings.filterwarnings("error", module="__main__")
warnings.filterwarnings("error", module="figmerit")
warnings.filterwarnings("error", category=figmerit.FigmeritWarning)


def render_inline_math(writer, node):
    """Write a formula as MathML, which browsers draw without a script."""
    writer.body.append(latex2mathml.tex2mathml(node.astext()))
    raise nodes.SkipNode


def render_math(writer, node):
    """Write a displayed formula as MathML."""
    writer.body.append(f"<div>{latex2mathml.tex2mathml(node.astext(), as_block=True)}</div>")
    raise nodes.SkipNode


def check_reference(app):
    """Fail if the reference does not list exactly the public names."""
    page = (Path(app.srcdir) / "reference.rst").read_text(encoding="utf-8")
    listed = set(re.findall(r"(?m)^   ([A-Za-z_]\w*)$", page))
    public = {name for name in figmerit.__all__ if not name.startswith("__")}
    if listed != public:
        lacking, strange = sorted(public - listed), sorted(listed - public)
        msg = f"docs/reference.rst must list the public names; it lacks {lacking} and has {strange} too many."
        raise ExtensionError(msg)


def written(table, owner, name):
    """Return a name of a table of synonyms as it is typed."""
    if table == "VALUES":
        return f"``{owner}={name!r}``"
    if table == "ATTRIBUTES":
        return f"``{owner or 'result'}.{name}``"
    return f"``{name}``" if table == "FUNCTIONS" else f"``{name}=``"


def rows_of(table):
    """Return the name here, and the names elsewhere, of each line of a table of synonyms."""
    names, rows = getattr(_synonyms, table), {}
    for owner, group in names.items() if table in ("VALUES", "ATTRIBUTES") else [("", names)]:
        for elsewhere, meant in group.items():
            here = " or ".join(written(table, owner, one) for one in (meant if table == "OPTIONS" else [meant]))
            rows.setdefault(here, []).append(written(table, owner, elsewhere))
    return rows


class NamesElsewhere(SphinxDirective):
    """A table of names of other libraries, from the one that the errors read."""

    required_arguments = 1

    def run(self):
        """Return the table."""
        lines = [".. list-table::", "   :header-rows: 1", "", "   * - Elsewhere", "     - Here"]
        for here, elsewhere in rows_of(self.arguments[0]).items():
            lines += [f"   * - {', '.join(elsewhere)}", f"     - {here}"]
        return self.parse_text_to_nodes("\n".join(lines))


def check_offline(app, exception):
    """Fail if a page or a style sheet would fetch something from elsewhere."""
    if exception is not None or app.builder.format != "html":
        return
    elsewhere = r"""\s*=\s*["']?\s*((?:https?:)?//[^"'\s>]+)"""
    source = rf"<(?:script|img|iframe|source|video|audio|embed)\b[^>]*\ssrc{elsewhere}"
    link = rf"<link\b(?![^>]*\brel=[\"']?(?:canonical|author|license))[^>]*\shref{elsewhere}"
    style = r"""(?:url\(|@import)\s*["']?\s*((?:https?:)?//[^"')\s>]+)"""
    rules = {".html": re.compile(f"{source}|{link}|{style}", re.IGNORECASE), ".css": re.compile(style, re.IGNORECASE)}
    fetches = [
        f"{path.relative_to(app.outdir)}: {next(filter(None, found.groups()))}"
        for path in sorted(Path(app.outdir).rglob("*"))
        if path.suffix in rules
        for found in rules[path.suffix].finditer(path.read_text(encoding="utf-8"))
    ]
    if fetches:
        msg = "The documentation must fetch nothing; got\n" + "\n".join(fetches)
        raise ExtensionError(msg)


def setup(app):
    """Add the formulas and the two checks."""
    app.add_directive("names-elsewhere", NamesElsewhere)
    app.add_html_math_renderer("mathml", (render_inline_math, None), (render_math, None))
    app.connect("builder-inited", check_reference, priority=0)
    app.connect("build-finished", check_offline)
