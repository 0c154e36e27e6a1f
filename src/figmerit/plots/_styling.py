"""Options of artists, as the user gives them in a dictionary: they go to the artist unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from matplotlib.artist import Artist, ArtistInspector
from matplotlib.cbook import normalize_kwargs
from matplotlib.image import AxesImage
from matplotlib.text import Text

from figmerit._validate import check_option
from figmerit.errors import brief, did_you_mean, invalid, listing, wrong_type

if TYPE_CHECKING:
    from collections.abc import Sequence

Style: TypeAlias = Mapping[str, Any]
"""Options of an artist, or of several by the names of what they show."""

Legend: TypeAlias = bool | Literal["auto", "inside", "outside", "below", "shared"]
"""Whether there is a legend, and where."""

PLACES: dict[Any, tuple[str, ...]] = {"inside": ("inside",), "outside": ("beside", "below"), "below": ("below",)}
"""Where legends may stand, if the user says so."""


OF_BARS = (
    *("alpha", "boundaries", "drawedges", "extend", "extendfrac", "extendrect"),
    *("format", "label", "spacing", "ticks", "values"),
)
"""Options of a colour bar that are its user's; its place and its direction are part of how a figure fits."""


@dataclass(frozen=True, slots=True)
class Styles:
    """Options for all artists of a kind, or for each by the name of what it shows."""

    of_all: dict[str, Any]
    by_name: dict[Any, dict[str, Any]]

    @classmethod
    def checked(cls, what: str, given: Any, artist: type[Artist], names: Iterable[Any] = ()) -> Styles:
        """Return what a user gave: options that such an artist has, or a mapping of some of the names to these."""
        if given is None:
            return cls({}, {})
        known = [name for name in names if name is not None]
        rule = f"a mapping of options of {artist.__name__}" + (" or of names to these" if known else "")
        if not isinstance(given, Mapping):
            raise wrong_type(what, rule, brief(given), f"{what}={{'alpha': 0.5}}")
        if not known or not (given and all(isinstance(options, Mapping) for options in given.values())):
            return cls(_options(what, given, artist), {})
        for name in given:
            if name not in known:
                raise invalid(f"the keys of {what}", f"some of {listing(known)}", repr(name), did_you_mean(name, known))
        return cls({}, {name: _options(f"{what}[{name!r}]", options, artist) for name, options in given.items()})

    def of(self, *names: Any) -> dict[str, Any]:
        """Return the options of an artist that shows what has one of these names."""
        return next((self.by_name[name] for name in names if name in self.by_name), self.of_all)


def _options(what: str, given: Mapping[Any, Any], artist: type[Artist]) -> dict[str, Any]:
    """Return options, if an artist has them."""
    inspector: Any = ArtistInspector(artist)
    known = {*inspector.get_setters(), *(alias for names in inspector.aliasd.values() for alias in names)} - {"label"}
    for name in given:
        if name not in known:
            hint = did_you_mean(name, known)
            raise invalid(f"the keys of {what}", f"options of {artist.__name__}", repr(name), hint)
    full: dict[str, Any] = normalize_kwargs(dict(given), artist)  # "ls" is "linestyle"
    return {name: value for name, value in full.items() if name != "color" or value is not None}


class CellStyles(NamedTuple):
    """Options of cells: of their image, of their texts, and of their colour bar."""

    image: Mapping[str, Any] = {}
    texts: Mapping[str, Any] = {}
    bar: Mapping[str, Any] = {}

    @classmethod
    def checked(cls, image_kw: Any, text_kw: Any, colorbar_kw: Any) -> CellStyles:
        """Return what the user gave."""
        if colorbar_kw is not None and not isinstance(colorbar_kw, Mapping):
            hint = "colorbar_kw={'label': 'share'}"
            raise wrong_type("colorbar_kw", "a mapping of options of a colour bar", brief(colorbar_kw), hint)
        for name in colorbar_kw or {}:
            if name not in OF_BARS:
                own = f"colorbar=False, colorbar_kw=None, then fig.colorbar(ax.images[0], {name}=...)"
                rule = f"some of {listing(OF_BARS, 12)}"
                raise invalid("the keys of colorbar_kw", rule, repr(name), did_you_mean(name, OF_BARS) or own)
        image = Styles.checked("image_kw", image_kw, AxesImage).of_all
        return cls(image, Styles.checked("text_kw", text_kw, Text).of_all, dict(colorbar_kw or {}))


class LegendWish(NamedTuple):
    """What the user says of a legend: whether there is one, where it may stand, options of it.

    A `shared` one leaves out what the legends of other axes already name.
    """

    wanted: bool = True
    places: Sequence[str] | None = None
    options: Mapping[str, Any] = {}
    shared: bool = False

    @classmethod
    def checked(cls, legend: Any, legend_kw: Any) -> LegendWish:
        """Return what the user gave."""
        check_option("legend", legend, (True, False, "auto", *PLACES, "shared"))
        if legend_kw is not None and not isinstance(legend_kw, Mapping):
            raise wrong_type(
                "legend_kw", "a mapping of options of a legend", brief(legend_kw), "legend_kw={'ncols': 2}"
            )
        return cls(legend is not False, PLACES.get(legend), dict(legend_kw or {}), legend == "shared")
