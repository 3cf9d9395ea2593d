"""Finding and filling members of a body whose shape the administrator describes.

Promises: each placeholder is filled once: what is filled in is never read as a placeholder again.
"""

import re
from collections.abc import Mapping
from typing import Any

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def member(body: object, path: str) -> str:
    """The member at `messages.0.id`, as text; empty when there is none."""
    for step in path.split(".") if path else ():
        if isinstance(body, dict):
            body = body.get(step)
        elif isinstance(body, list) and step.isdecimal() and int(step) < len(body):
            body = body[int(step)]
        else:
            return ""
    return str(body) if isinstance(body, (str, int, float)) and path else ""


def filled(template: Any, values: Mapping[str, str]) -> Any:  # noqa: ANN401 - JSON of any shape
    """The template with `{name}` replaced in all of its texts."""
    if isinstance(template, str):
        return _PLACEHOLDER.sub(lambda found: values.get(found.group(1), found.group()), template)
    if isinstance(template, dict):
        return {name: filled(each, values) for name, each in template.items()}
    if isinstance(template, list):
        return [filled(each, values) for each in template]
    return template
