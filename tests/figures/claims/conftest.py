"""The two real reports, read where they lie; their texts are not ours to copy."""

from pathlib import Path

import pytest

from aman.figures.claims.claim import Report

_REPORTS = Path("shared", "data", "reports")
_ARABIC, _ENGLISH = "000_880a1c2c36358163.txt", "004_da57c4c55a17f2d7.txt"


@pytest.fixture(scope="session")
def real() -> tuple[Report, Report]:
    """The Arabic one and the English one of the same week."""
    above = [folder / _REPORTS for folder in Path(__file__).resolve().parents]
    folder = next((each for each in above if (each / _ARABIC).is_file()), None)
    if folder is None:
        pytest.skip(f"there is no {_REPORTS} in a folder above the tests")
    arabic, english = ((folder / name).read_text("utf-8") for name in (_ARABIC, _ENGLISH))
    return (
        Report(name="arabic", text=arabic, lang="ar", outlet="النشرة"),
        Report(name="english", text=english, lang="en", outlet="The Bulletin"),
    )
