"""Elements of a page: text is escaped unless it is an element itself.

Promises: nothing of a text becomes markup.
Refuses to know: what the page says.
"""

from html import escape

_VOID = frozenset({"link", "meta", "path", "line", "circle", "rect", "polygon", "polyline"})


class Markup(str):
    """A piece of a page, whole and escaped."""

    __slots__ = ()


def element(name: str, /, *inside: str, **attributes: object) -> Markup:
    """An element; `class_` and `for_` lose their `_`, other `_` become `-`."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{name}{written}>" if name in {"link", "meta"} else f"<{name}{written}/>")
    return Markup(f"<{name}{written}>{joined(*inside)}</{name}>")


def joined(*pieces: str) -> Markup:
    """Pieces one after the other."""
    return Markup("".join(each if isinstance(each, Markup) else escape(each) for each in pieces))
