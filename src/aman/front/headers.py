"""The headers that stand on every answer of a front.

Strict-Transport-Security is not among them: whoever ends TLS in front of a front sets it (see
docs/threat-model/front.md); over plain HTTP it means nothing.
"""

NOTHING_LOADS = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

_NO_FEATURES = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "camera",
        "clipboard-read",
        "display-capture",
        "encrypted-media",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "publickey-credentials-get",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    )
)

SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": NOTHING_LOADS,
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": _NO_FEATURES,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def with_security(**changed: str) -> dict[str, str]:
    """All of them; a name is written with underscores: `Content_Type="text/html"`."""
    return SECURITY_HEADERS | {name.replace("_", "-"): value for name, value in changed.items()}
