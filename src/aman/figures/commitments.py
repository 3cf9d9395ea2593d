"""True counts and noise as hashes: fixed when they are made, opened to an auditor only.

SHA-256 over the canonical JSON of content and a 32-byte salt. Without the salt a hash of a small
number gives the number away; with it, nothing.
Promises: what was committed to can't be told otherwise later; what was hashed with less of a
salt is not taken for a commitment.
Refuses to know: who is an auditor.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from hashlib import sha256
from typing import Final

import msgspec

from .disclosure import stated
from .doubts import Why
from .factorisation import decoded
from .log.canonical import written
from .log.entries import Opened, Release
from .log.history import History, Series
from .log.layout import entry_name
from .log.reading import Doubt
from .words.checked import say

SALT_BYTES: Final = 32
_SALT: Final = re.compile(f"[0-9a-f]{{{2 * SALT_BYTES}}}")


class CountContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="count"):
    """The true counts of one release."""

    series: str
    period: int
    count: int
    """In this period."""
    total: int


class NoiseContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="noise"):
    """All the noise of one series."""

    series: str
    noise: list[int]


class Opening(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an auditor gets: as secret as the true counts."""

    entry: int
    """The number of the log's entry with the commitment."""
    content: CountContent | NoiseContent
    salt: str
    """64 hexadecimal digits."""

    def __repr__(self) -> str:
        return "<Opening>"

    def __rich_repr__(self) -> list[tuple[str, object]]:
        return []


def commitment(content: CountContent | NoiseContent, salt: str) -> str:
    """The hash, as 64 hexadecimal digits."""
    return sha256(written({"content": content, "salt": salt})).hexdigest()


def audited(history: History, openings: Sequence[Opening], lang: str = "en") -> tuple[str, ...]:
    """What openings show, in words; raises Doubt where one does not fit the log.

    With the noise of a series and the counts of all its releases up to one, that release's
    figures are computed anew.
    """
    said = []
    counts: dict[str, dict[int, int]] = {}
    noises: dict[str, list[int]] = {}
    for each in openings:
        content = each.content
        entry = history.entries[each.entry] if 0 <= each.entry < history.size else None
        if isinstance(entry, Release) and isinstance(content, CountContent):
            committed = entry.count
            place = (entry.series, entry.period) == (content.series, content.period)
            counts.setdefault(content.series, {})[content.period] = content.count
        elif isinstance(entry, Opened) and isinstance(content, NoiseContent):
            committed, place = entry.noise, entry.plan.series == content.series
            noises[content.series] = content.noise
        else:
            committed, place = "", False
        is_salted = _SALT.fullmatch(each.salt) is not None
        if not (place and is_salted and committed == commitment(content, each.salt)):
            raise Doubt(entry_name(each.entry), Why.OPENED_OTHERWISE)
        said.append(say("opened", lang, number=each.entry))
    for name, noise in noises.items():
        whole = _recomputed(history.series[name], noise, counts.get(name, {}))
        said.append(say("recomputed", lang, series=name, number=whole))
    return tuple(said)


def _recomputed(series: Series, noise: list[int], counts: dict[int, int]) -> int:
    """How many releases, from the first on, follow from noise and counts."""
    whole = next((t for t in range(len(series.releases)) if t not in counts), len(series.releases))
    errors = decoded(series.plan.periods, noise[:whole])
    total = 0
    for release, error in zip(series.releases, errors, strict=False):
        total += counts[release.period]
        if release.total != stated(Fraction(total) + error):
            raise Doubt(entry_name(release.index), Why.NOT_REPRODUCED)
    return whole
