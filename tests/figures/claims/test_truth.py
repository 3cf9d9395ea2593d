"""What readers wrote down as true of made-up reports stands in them: the bench measures by it."""

# ruff: noqa: D103 - a test is named after what it protects

import json
from collections import Counter
from pathlib import Path

import pytest

from aman.figures.claims.claim import Vague, Worded
from aman.figures.wording import LANGUAGES

_HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("folder", "reports", "english"),
    [("reports", 40, 10), ("unseen", 12, 3), ("development", 30, 15), ("held_back", 40, 10)],
)
def test_truth_stands_in_its_reports(folder: str, reports: int, english: int) -> None:
    truth = json.loads((_HERE / folder / "truth.json").read_text("utf-8"))
    files = {path.name for path in (_HERE / folder).glob("*.txt")}
    assert {each["file"] for each in truth} == files
    others = (reports - english) // (len(LANGUAGES) - 1)
    expected = {lang: english if lang == "en" else others for lang in LANGUAGES}
    assert Counter(each["lang"] for each in truth) == expected
    for report in truth:
        text = (_HERE / folder / report["file"]).read_text("utf-8")
        for claim in report["claims"]:
            assert claim["quote"] in text
            assert (claim["number"] is None) != (claim["vague"] is None)
            assert claim["vague"] in {None, "tens", *Vague}
            assert Worded(claim["measure"])
            if "amount" in claim:
                assert text[claim["at"] :].startswith(claim["amount"])
