"""How well claims are read: forty made-up reports with their truth, and the two real ones.

A claim is right if its number (or vague amount) and its measure are those of a true claim in the
same sentence. A chain is scored on claims that are right: it has as many names in the same order,
each of which holds all words of the true one, or the other way round; the report is left out.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from aman.figures.claims.claim import Report, Statement, Worded
from aman.figures.claims.proposing import propose
from aman.figures.folding import fold
from aman.figures.wording import LANGUAGES

MADE_UP: Final = Path(__file__).parents[1] / "figures" / "claims" / "reports"
_REAL: Final = Path("shared", "data", "reports")
_CALLED: Final = {"tens": "dozens"}
"""Amounts that the reader called otherwise."""
_IN_REAL: Final = {
    "ar": (
        ("thousands", Worded.SURRENDERED),
        (6543, Worded.SURRENDERED),
        ("increase", Worded.SURRENDERED),
        ("hundreds_of_thousands", Worded.OTHER),
        (10, Worded.OTHER),
    ),
    "en": ((6500, Worded.CONTACTED),),
}


@dataclass
class _Score:
    proposed: int = 0
    true: int = 0
    right: int = 0
    chains_proposed: int = 0
    chains_true: int = 0
    chains_right: int = 0

    def told(self) -> dict[str, float | int]:
        """Shares from 0 to 1, and of how many."""
        return {
            "precision": _share(self.right, self.proposed),
            "recall": _share(self.right, self.true),
            "chain_precision": _share(self.chains_right, self.chains_proposed),
            "chain_recall": _share(self.chains_right, self.chains_true),
            "proposed": self.proposed,
            "true": self.true,
        }


def measured() -> dict[str, object]:
    """Precision and recall by language."""
    truth = json.loads((MADE_UP / "truth.json").read_text("utf-8"))
    scores = {lang: _scored(r for r in truth if r["lang"] == lang) for lang in LANGUAGES}
    return {"claims": {lang: score.told() for lang, score in scores.items()}, **_real()}


def _scored(truth: Iterable[dict[str, Any]]) -> _Score:
    score = _Score()
    for each in truth:
        text = (MADE_UP / each["file"]).read_text("utf-8")
        report = Report(name="", text=text, lang=each["lang"])
        _compare(report, [c.statement for c in propose(report)], each["claims"], score)
    return score


def _compare(
    report: Report, said: Sequence[Statement], truth: Sequence[dict[str, Any]], score: _Score
) -> None:
    left = list(said)
    score.proposed += len(said)
    score.true += len(truth)
    score.chains_true += sum(bool(each["chain"]) for each in truth)
    for each in truth:
        found = next((one for one in left if is_same(report.text, one, each)), None)
        if found is None:
            continue
        left.remove(found)
        score.right += 1
        chain = found.chain(report)
        score.chains_proposed += bool(chain)
        score.chains_right += bool(chain) and is_same_chain(chain, each["chain"])


def is_same(text: str, said: Statement, true: dict[str, Any]) -> bool:
    """The same amount and measure in the same sentence."""
    amount = said.number if said.number is not None else said.vague
    vague = _CALLED.get(true["vague"], true["vague"])
    if amount != (true["number"] if true["number"] is not None else vague):
        return False
    at = text.find(true["quote"])
    is_here = at <= said.start < at + len(true["quote"])
    return is_here and said.measure == true["measure"]


def is_same_chain(said: Sequence[str], true: Sequence[str]) -> bool:
    """As many names, in one order, each with the other's words."""
    pairs = [(_words(a), _words(b)) for a, b in zip(said, true, strict=False)]
    return len(said) == len(true) and all(a <= b or b <= a for a, b in pairs)


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", fold(name)))


def _real() -> dict[str, object]:
    above = [folder / _REAL for folder in Path(__file__).resolve().parents]
    folder = next((each for each in above if each.is_dir()), None)
    if folder is None:
        return {"claims_real": "not measured: the real reports are not beside the checkout"}
    told = {}
    for lang, file in (("ar", "000_880a1c2c36358163.txt"), ("en", "004_da57c4c55a17f2d7.txt")):
        text = (folder / file).read_text("utf-8")
        claims = propose(Report(name="", text=text, lang=lang))
        said = [(c.statement.number or c.statement.vague, c.statement.measure) for c in claims]
        right = sum(each in said for each in _IN_REAL[lang])
        told[lang] = {
            "precision": _share(right, len(said)),
            "recall": _share(right, len(_IN_REAL[lang])),
        }
    return {"claims_real": told}


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0
