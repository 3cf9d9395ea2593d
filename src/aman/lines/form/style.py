"""The form's one style sheet, inline, and the policy that allows this one and nothing else."""

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")


def style_sheet() -> str:
    """The design tokens, then what the form adds; without comments."""
    folder = files(__package__)
    sheets = ((folder / name).read_text("utf-8") for name in ("tokens.css", "form.css"))
    return _SPACE.sub(" ", _COMMENT.sub("", "\n".join(sheets))).strip()


def content_security_policy(sheet: str) -> str:
    """Allow exactly this style sheet, forms to this server, and an empty icon."""
    digest = b64encode(sha256(sheet.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
