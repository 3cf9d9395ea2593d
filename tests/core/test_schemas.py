"""The schemas in `docs/schema` say what the code reads."""

import pytest

from core.schemas import BODIES, FOLDER, written


@pytest.mark.parametrize("name", BODIES)
def test_a_schema_is_the_one_of_its_type(name: str) -> None:
    """`python tests/core/schemas.py` writes it anew."""
    assert FOLDER.joinpath(f"{name}.json").read_text("utf-8") == written(name)


def test_there_is_no_other_schema() -> None:
    """A body that is gone takes its schema along."""
    assert {path.stem for path in FOLDER.glob("*.json")} == set(BODIES)
