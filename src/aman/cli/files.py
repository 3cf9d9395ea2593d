"""Files that a zone is given: whole or not at all, for their owner only."""

import json
import os
from collections.abc import Mapping
from pathlib import Path


def write_json(path: Path, content: Mapping[str, object]) -> None:
    """Write a settings file that a person can read and change."""
    write_file(path, json.dumps(content, indent=2, ensure_ascii=False).encode() + b"\n")


def write_file(path: Path, content: bytes) -> None:
    """Write it under its name once all of it is on disk."""
    new = path.with_name(path.name + ".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
