"""The real map of the tests: an OpenStreetMap extract of Liechtenstein beside the checkout."""

import os
from pathlib import Path

import pytest

_NAME = Path("shared", "data", "roads", "liechtenstein.osm.pbf")
_ROOTS = [os.environ.get("AMAN_SHARED_PARENT"), *Path(__file__).resolve().parents]
_FOUND = [Path(root, _NAME) for root in _ROOTS if root and Path(root, _NAME).is_file()]

EXTRACT = _FOUND[0] if _FOUND else Path(_NAME)
needs_extract = pytest.mark.skipif(
    not _FOUND,
    reason=f"there is no {_NAME} in a folder above the tests (or in $AMAN_SHARED_PARENT)",
)
