"""Two pages made equally long on the wire, so that nobody outside sees which of them was loaded.

Promises: what a browser unpacks is the page, byte for byte; only what stands in a compressed form
for nobody grows: an extra field of gzip (RFC 1952 section 2.3.1.1), a metadata block of brotli
(RFC 7932 section 9.2). Refuses to know: what the pages are.
"""

import struct

import brotli  # type: ignore[import-untyped]  # it ships no types

from .page import PreparedPage

LEAST = 300
"""So much is added to the longer one, that every length can be met in one piece."""
_GZIP_HEAD = 10
_FLAGS_AT, _HAS_EXTRA = 3, 4
_FIELD_NAME = b"am"
_MOST_GZIP = 0xFFFF
_MOST_BROTLI = 1 << 16


class TooUnlike(ValueError):  # noqa: N818 - what the operator is told
    """The lengths are too far apart to be made the same."""

    person = "This page is not ready."
    operator = "The two pages can't be made equally long."


def made_alike(one: PreparedPage, other: PreparedPage) -> tuple[PreparedPage, PreparedPage]:
    """Give both again, with compressed forms of the same length."""
    gzip_bytes = max(len(each.encoded["gzip"]) for each in (one, other)) + LEAST
    brotli_bytes = max(len(_brotli(each, 0)) for each in (one, other)) + LEAST
    first, second = (
        PreparedPage(
            each.policy,
            {
                "identity": each.encoded["identity"],
                "gzip": _gzip(each, gzip_bytes),
                "br": _brotli(each, brotli_bytes),
            },
        )
        for each in (one, other)
    )
    return first, second


def _gzip(page: PreparedPage, size: int) -> bytes:
    plain = page.encoded["gzip"]
    fill = size - len(plain) - 6
    if fill + 4 > _MOST_GZIP:
        raise TooUnlike
    head = bytearray(plain[:_GZIP_HEAD])
    head[_FLAGS_AT] |= _HAS_EXTRA
    field = struct.pack("<H2sH", fill + 4, _FIELD_NAME, fill) + bytes(fill)
    return bytes(head) + field + plain[_GZIP_HEAD:]


def _brotli(page: PreparedPage, size: int) -> bytes:
    """Flushing before anything was written ends the stream's head on a whole byte."""
    compressor = brotli.Compressor(mode=brotli.MODE_TEXT, quality=11)
    head = compressor.flush()
    rest = compressor.process(page.encoded["identity"]) + compressor.finish()
    if not size:
        return bytes(head + rest)
    skipped = size - len(head) - len(rest) - 3
    if skipped > _MOST_BROTLI:
        raise TooUnlike
    # Not the last block, no nibbles of length, a zero, and two bytes that say how much is skipped.
    block = 0b10_0_11_0 | (skipped - 1) << 6
    return bytes(head + block.to_bytes(3, "little") + bytes(skipped) + rest)
