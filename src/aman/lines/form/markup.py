"""HTML in which nothing is markup unless it was made here.

Promises: text from anywhere is escaped; only `tag` makes markup.
"""

from html import escape
from typing import Self, TypeAlias

Value: TypeAlias = str | int | bool | None
"""An attribute's value: True stands for the bare name, None and False for its absence."""


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()

    @classmethod
    def joined(cls, *pieces: str) -> Self:
        """Join pieces, escaping what is no markup."""
        return cls(
            "".join(piece if isinstance(piece, Markup) else escape(piece) for piece in pieces)
        )


_EMPTY = frozenset({"input", "meta", "link", "br"})


def tag(name: str, /, *inside: str, **attributes: Value) -> Markup:
    """Make one element; `class_` gives `class`, True an attribute without value, None none."""
    written = "".join(
        _attribute(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items()
    )
    if name in _EMPTY:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{Markup.joined(*inside)}</{name}>")


def _attribute(key: str, value: Value) -> str:
    if value is None or value is False:
        return ""
    return f" {key}" if value is True else f' {key}="{escape(str(value))}"'
