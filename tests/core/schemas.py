"""JSON Schemas of the bodies, generated from their types: `docs/schema/`.

`python tests/core/schemas.py` writes them anew, and a test compares. They describe what is read;
members that are not named are kept and passed over.
"""

import json
from pathlib import Path
from typing import Any

import msgspec

from aman.core.dialogue import Cover, Message, Reply, Status
from aman.core.handover import TeamReply
from aman.core.line_dialogue import (
    LineMessage,
    LinePulse,
    LineReceipt,
    LineReport,
    Outgoing,
)
from aman.core.manifest import Manifest
from aman.core.team import TeamWord

FOLDER = Path(__file__).parents[2] / "docs" / "schema"
BODIES = {
    "message": Message,
    "cover": Cover,
    "status": Status,
    "reply": Reply,
    "manifest": Manifest,
    "line-message": LineMessage,
    "line-report": LineReport,
    "line-receipt": LineReceipt,
    "line-pulse": LinePulse,
    "outgoing": Outgoing,
    "team-word": TeamWord,
    "team-reply": TeamReply,
}


def schema(name: str) -> dict[str, Any]:
    """One body's schema."""
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name}
    return found | msgspec.json.schema(BODIES[name])


def written(name: str) -> str:
    """The file as it has to stand."""
    return json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for each in BODIES:
        FOLDER.joinpath(f"{each}.json").write_text(written(each), encoding="utf-8")
