"""The files that screens are made of: style sheets, scripts, icons.

Promises: only what lay in `static/` when the process started is given, by its exact name; a file
is never looked for on disk by what a request says.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseNotModified
from django.views.decorators.http import require_safe

FOLDER = Path(__file__).resolve().parent / "static"
_TYPES = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
        ".png": "image/png",
        ".ico": "image/x-icon",
        ".txt": "text/plain; charset=utf-8",
    }
)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is given: its bytes, their kind and their fingerprint."""

    body: bytes
    kind: str
    etag: str


@cache
def assets() -> MappingProxyType[str, Asset]:
    """All files of `static/`, by their path below it."""
    return MappingProxyType(
        {
            file.relative_to(FOLDER).as_posix(): Asset(
                body, _TYPES[file.suffix], f'"{sha256(body).hexdigest()[:32]}"'
            )
            for file in sorted(FOLDER.rglob("*"))
            if file.is_file() and file.suffix in _TYPES
            for body in [file.read_bytes()]
        }
    )


@login_not_required
@require_safe
def asset(request: HttpRequest, name: str) -> HttpResponse:
    """Give one file; browsers ask each time whether it changed."""
    found = assets().get(name)
    if found is None:
        return HttpResponseNotFound(b"", content_type="text/plain")
    headers = {"ETag": found.etag, "Cache-Control": "no-cache"}
    if request.headers.get("If-None-Match") == found.etag:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(found.body, content_type=found.kind, headers=headers)
