"""What readers wrote down as true of made-up reports stands in them: the bench measures by it."""

# ruff: noqa: D103 - a test is named after what it protects

import json
from pathlib import Path

import pytest

from aman.figures.claims.claim import Vague, Worded
from aman.figures.wording import LANGUAGES

_HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("folder", "reports"), [("reports", 40), ("unseen", 12), ("held_back", 40)]
)
def test_truth_stands_in_its_reports(folder: str, reports: int) -> None:
    truth = json.loads((_HERE / folder / "truth.json").read_text("utf-8"))
    files = {path.name for path in (_HERE / folder).glob("*.txt")}
    assert {each["file"] for each in truth} == files
    assert [each["lang"] for each in truth].count("uk") == len(truth) / len(LANGUAGES)
    assert len(truth) == reports
    for report in truth:
        text = (_HERE / folder / report["file"]).read_text("utf-8")
        for claim in report["claims"]:
            assert claim["quote"] in text
            assert (claim["number"] is None) != (claim["vague"] is None)
            assert claim["vague"] in {None, "tens", *Vague}
            assert Worded(claim["measure"])
            if "amount" in claim:
                assert text[claim["at"] :].startswith(claim["amount"])
