"""A form as it comes in, and the security headers that every screen carries.

Promises: a field that stands twice, or letters that are none, and the form is refused.
Refuses to know: what a request asks for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from aman.lines.exchange import RawRequest, Refused

MOST_BODY = 256 * 1024
_MOST_FIELDS = 64
_FORM = "application/x-www-form-urlencoded"
_FROM_ELSEWHERE = frozenset({"cross-site", "same-site"})

HEADERS = (
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("X-Robots-Tag", "noindex, nofollow, noarchive"),
    ("X-DNS-Prefetch-Control", "off"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Origin-Agent-Cluster", "?1"),
    (
        "Permissions-Policy",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ),
    ("Strict-Transport-Security", "max-age=63072000"),
)


@dataclass(frozen=True, slots=True)
class Request:
    """A request: method, target, the fields of its form, and the browser's languages."""

    method: str
    target: str
    fields: Mapping[str, str]
    languages: str = ""
    from_elsewhere: bool = False

    def __repr__(self) -> str:
        return "<Request>"


def read_form(raw: RawRequest) -> Request:
    """The form in a request; `Refused` when it is not written as a browser writes it."""
    try:
        fields = _fields(raw.headers.get("content-type", ""), raw.body)
    except ValueError:
        raise Refused from None
    return Request(
        raw.method,
        raw.target,
        fields,
        raw.headers.get("accept-language", ""),
        raw.headers.get("sec-fetch-site", "") in _FROM_ELSEWHERE,
    )


def _fields(content_type: str, body: bytes) -> dict[str, str]:
    if not body or content_type.partition(";")[0].strip().lower() != _FORM:
        return {}
    pairs = parse_qsl(
        body.decode("ascii"),
        keep_blank_values=True,
        strict_parsing=True,
        encoding="utf-8",
        errors="strict",
        max_num_fields=_MOST_FIELDS,
    )
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Refused
    return fields
