"""Pasted links of map sites, read without asking anybody.

Promises: a marked place goes before the middle of the view; each site's order of latitude and
longitude is in one table; a link that only its site can resolve is refused, saying so.
Refuses to know: the network; what is at the place.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from .cell_codes import read_ge0_code, read_geohash, read_osm_code
from .degrees import plain, read_degrees
from .place_types import Reason, UnreadablePlace, WrittenPlace, place

_NUMBER: Final = r"([-+]?[0-9]{1,3}(?:\.[0-9]+)?)"
_EXACT: Final = r"([-+]?[0-9]{1,3}\.[0-9]+)"
"""Without a point it may be a house number."""
_PAIR: Final = re.compile(rf"{_EXACT}(?: *, *|~| +|_){_EXACT}(?![0-9.])")
_SAME: Final = 1e-6
_LINK: Final = re.compile(
    r"(?:(?:https?|om|ge0)://|(?:www\.|maps\.)|(?<![\w@.])(?=(?:[a-z0-9-]+\.)+[a-z]{2,}/))[^\s<>\"]+",
    re.IGNORECASE,
)
_SCHEME: Final = re.compile(r"[a-z0-9]+://", re.IGNORECASE)
_SHORT: Final = frozenset(
    {"maps.app.goo.gl", "goo.gl", "g.co", "bit.ly", "t.ly", "tinyurl.com", "is.gd", "clck.ru",
     "go.2gis.com", "maps.apple", "w3w.co", "what3words.com", "aka.ms", "her.is", "ya.cc", "ya.ru"}
)  # fmt: skip
_SHIFTED: Final = ("amap.com", "map.baidu.com", "map.qq.com", "gaode.com")
"""Their coordinates are GCJ-02 or BD-09, hundreds of metres off."""


class Found(NamedTuple):
    """A pair of numbers that a link holds."""

    lat: str
    lon: str
    is_view: bool = False


Pairs = list[Found | WrittenPlace]
Site = Callable[["Link"], Iterator[Pairs]]
"""Yields groups of pairs, the surest group first."""


class Link(NamedTuple):
    """The parts of a link; members in their order."""

    host: str
    path: str
    members: list[tuple[str, str]]
    fragment: str

    def all(self, *names: str) -> Iterator[str]:
        """The values of the members with these names."""
        for wanted in names:
            yield from (value for name, value in self.members if name == wanted)


def find_links(text: str) -> list[str]:
    """The links in the text, each once."""
    found = (each.group().rstrip(".,;)!?»\"'") for each in _LINK.finditer(text))
    return list(dict.fromkeys(found))


def read_link(link: str) -> WrittenPlace:
    """Raises UnreadablePlace."""
    try:
        parts = urlsplit(link if _SCHEME.match(link) else f"//{link}")
        found = _link(parts)
    except ValueError as error:
        raise UnreadablePlace(Reason.UNKNOWN) from error
    if parts.scheme in {"om", "ge0"}:
        return read_ge0_code(parts.netloc)
    return _chosen(_site(found)(found))


def _link(parts: SplitResult) -> Link:
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    return Link(
        host,
        unquote(parts.path),
        [(name.lower(), value) for name, value in parse_qsl(parts.query)],
        unquote(parts.fragment),
    )


def _site(link: Link) -> "Site":
    if link.host in _SHORT:
        raise UnreadablePlace(Reason.NEEDS_NETWORK)
    if link.host.endswith(_SHIFTED):
        raise UnreadablePlace(Reason.SHIFTED)
    for fits, site in _SITES:
        if re.fullmatch(fits, link.host):
            return site
    raise UnreadablePlace(Reason.UNKNOWN_SITE)


def _chosen(groups: Iterator[Pairs]) -> WrittenPlace:
    """The one place of the first group that marks any, or else the middle of the first view."""
    view: WrittenPlace | None = None
    for group in groups:
        places = [_place(each) for each in group]
        marked = [each for each in places if not each.is_view]
        if any(_apart(each, marked[0]) for each in marked):
            raise UnreadablePlace(Reason.SEVERAL)
        if marked:
            return marked[0]
        view = view or next(iter(places), None)
    if view is None:
        raise UnreadablePlace(Reason.NO_PLACE)
    return view


def _place(found: Found | WrittenPlace) -> WrittenPlace:
    if isinstance(found, WrittenPlace):
        return found
    return place(float(found.lat), float(found.lon), is_view=found.is_view)


def _apart(one: WrittenPlace, other: WrittenPlace) -> bool:
    return abs(one.lat - other.lat) + abs(one.lon - other.lon) > _SAME


def _pairs(values: Iterable[str], *, lon_first: bool = False, is_view: bool = False) -> Pairs:
    """The pair with which each value begins, if it does."""
    return [each for value in values for each in _pair(value, lon_first, is_view)]


def _pair(value: str, lon_first: bool, is_view: bool) -> Pairs:  # noqa: FBT001 - of _pairs alone
    if "°" in value:
        return [read_degrees(plain(value))]
    found = _PAIR.match(value.strip().removeprefix("loc:").removeprefix("ll."))
    if found is None:
        return []
    return [Found(found[2], found[1], is_view) if lon_first else Found(found[1], found[2], is_view)]


def _views(found: list[tuple[str, str]]) -> Pairs:
    return [Found(lat, lon, is_view=True) for lat, lon in found]


def _google(link: Link) -> Iterator[Pairs]:
    whole = "&".join([link.path, *(value for _, value in link.members)])
    yield [Found(lat, lon) for lat, lon in re.findall(rf"!3d{_NUMBER}!4d{_NUMBER}", whole)]
    yield _pairs(link.all("q", "query", "destination", "daddr", "origin", "saddr"))
    route = re.match(r"/maps/(?:place|search|dir)/([^@]*)", link.path)
    yield _pairs(route[1].replace("+", " ").split("/") if route else [])
    yield _pairs(link.all("viewpoint", "ll", "center", "sll"), is_view=True)
    yield _views(re.findall(rf"@{_NUMBER},{_NUMBER}", link.path))
    yield _views([(lat, lon) for lon, lat in re.findall(rf"!2d{_NUMBER}!3d{_NUMBER}", whole)])


def _openstreetmap(link: Link) -> Iterator[Pairs]:
    members = dict(link.members)
    yield _pairs([f"{members.get('mlat')},{members.get('mlon')}"])
    yield _pairs(link.all("query"))
    code = re.match(r"/go/([\w~@=-]+)", link.path)
    yield [read_osm_code(code[1])] if code else []
    yield _pairs([f"{members.get('lat')},{members.get('lon')}"], is_view=True)
    yield _views(re.findall(rf"map=[0-9.]+/{_NUMBER}/{_NUMBER}", link.fragment))


def _yandex(link: Link) -> Iterator[Pairs]:
    if "/-/" in link.path:
        raise UnreadablePlace(Reason.NEEDS_NETWORK)
    points = link.all("pt", "whatshere[point]", "poi[point]")
    yield _pairs((each for value in points for each in value.split("~")), lon_first=True)
    texts = link.all("text", "rtext")
    yield _pairs(each for value in texts for each in value.split("~"))
    yield _pairs(link.all("ll"), lon_first=True, is_view=True)


def _apple(link: Link) -> Iterator[Pairs]:
    if link.path.startswith("/p/"):
        raise UnreadablePlace(Reason.NEEDS_NETWORK)
    yield _pairs(link.all("coordinate"))
    yield _pairs(link.all("ll"))
    yield _pairs(link.all("daddr", "saddr", "q", "address"))
    yield _pairs(link.all("sll", "near", "center"), is_view=True)


def _bing(link: Link) -> Iterator[Pairs]:
    points = (each for value in link.all("sp") for each in value.split("~"))
    yield _pairs(each.removeprefix("point.") for each in points)
    yield _pairs(link.all("where1", "q"))
    yield _pairs(link.all("cp"), is_view=True)


def _2gis(link: Link) -> Iterator[Pairs]:
    yield _pairs(
        re.findall(r"/(?:geo/(?:[0-9]+/)?|firm/[0-9]+/)([0-9.,+-]+)", link.path), lon_first=True
    )
    centres = re.findall(r"center/([^/]+)", " ".join(link.all("querystate")))
    yield _pairs([*link.all("m"), *centres], lon_first=True, is_view=True)


def _waze(link: Link) -> Iterator[Pairs]:
    codes = [*link.all("h"), *re.findall(r"^/ul/h([0-9a-z]+)", link.path)]
    yield [read_geohash(each) for each in codes]
    yield _pairs(link.all("ll", "latlng", "to"))


def _organic(link: Link) -> Iterator[Pairs]:
    code = re.match(r"/([\w-]{10})(?:/|$)", link.path)
    yield [read_ge0_code(code[1])] if code else []


def _here(link: Link) -> Iterator[Pairs]:
    yield _pairs(re.findall(r"^/l/([^/]+)", link.path))
    yield _pairs(link.all("map"), is_view=True)


def _wikimapia(link: Link) -> Iterator[Pairs]:
    yield _views(re.findall(rf"lat={_NUMBER}&lon={_NUMBER}", link.fragment))


_SITES: Final[tuple[tuple[str, Site], ...]] = (
    (r"(?:maps\.|earth\.)?google\.[a-z.]{2,6}", _google),
    (r"(?:openstreetmap|osm)\.org", _openstreetmap),
    (r"(?:maps\.)?yandex\.[a-z.]{2,6}", _yandex),
    (r"maps\.apple\.com", _apple),
    (r"bing\.com", _bing),
    (r"(?:[a-z]+\.)?2gis\.[a-z]{2,3}", _2gis),
    (r"(?:embed\.|ul\.)?waze\.com", _waze),
    (r"ge0\.me|omaps\.app|comaps\.at", _organic),
    (r"(?:wego|share)\.here\.com", _here),
    (r"wikimapia\.org", _wikimapia),
)
"""Hosts without `www.` and `m.`; who reads their links."""
