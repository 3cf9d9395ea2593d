"""How well claims are read: made-up reports with their truth, and the two real ones.

What counts are the reports held back, which nobody looked at who wrote the rules; the sets that
they were tuned on stand apart. A claim is right if its number (or vague amount) and its measure
are those of a true claim in the same sentence; of a real report, at the same letter. A chain is
scored on claims that are right: it has as many names in the same order, each of which holds all
words of the true one, or the other way round; the report is left out.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from aman.figures.claims.claim import Report, Statement
from aman.figures.claims.proposing import propose
from aman.figures.folding import fold
from aman.figures.wording import LANGUAGES

_FOLDER: Final = Path(__file__).parents[1] / "figures" / "claims"
HELD_BACK: Final = _FOLDER / "held_back"
TUNED_ON: Final = {
    "forty": _FOLDER / "reports",
    "twelve": _FOLDER / "unseen",
    "thirty": _FOLDER / "development",
}
"""Twelve were unseen when they were first scored, and are no longer."""
_REAL: Final = Path("shared", "data", "reports")
_CALLED: Final = {"tens": "dozens"}
"""Amounts that the reader called otherwise."""
_IN_REAL: Final[tuple[tuple[str, str, tuple[dict[str, Any], ...]], ...]] = (
    (
        "ar",
        "000_880a1c2c36358163.txt",
        (
            {"vague": "thousands", "at": 2320, "measure": "surrendered", "chain": ()},
            {
                "number": 6543,
                "at": 2655,
                "measure": "surrendered",
                "chain": ("ممثل عن خط ساخن أوكراني", "الغارديان"),
            },
            {"vague": "increase", "at": 2875, "measure": "surrendered", "chain": ()},
            {"vague": "hundreds_of_thousands", "at": 2961, "measure": "other", "chain": ()},
            {
                "number": 10,
                "at": 3248,
                "measure": "other",
                "chain": ("قالوا لنا", "الممثل عن الخط الساخن الأوكراني"),
            },
        ),
    ),
    (
        "en",
        "004_da57c4c55a17f2d7.txt",
        (
            {
                "number": 6500,
                "at": 1824,
                "measure": "contacted",
                "chain": ("Ukrainian authorities", "The Guardian"),
            },
        ),
    ),
)
"""Where an amount begins in the report, and what is true of it."""


@dataclass
class _Score:
    proposed: int = 0
    true: int = 0
    right: int = 0
    chains_proposed: int = 0
    chains_true: int = 0
    chains_right: int = 0

    def told(self) -> dict[str, Any]:
        """Shares from 0 to 1, and of how many; of claims and of chains."""
        return {
            "precision": _share(self.right, self.proposed),
            "recall": _share(self.right, self.true),
            "proposed": self.proposed,
            "true": self.true,
            "chains": {
                "precision": _share(self.chains_right, self.chains_proposed),
                "recall": _share(self.chains_right, self.chains_true),
                "proposed": self.chains_proposed,
                "true": self.chains_true,
            },
        }


def measured() -> dict[str, object]:
    """Precision and recall by language: of the reports held back, and of each other set apart."""
    is_here = HELD_BACK.is_dir()
    absent = "not measured: no reports are held back in this checkout"
    return {
        "claims": by_language(HELD_BACK) if is_here else absent,
        "claims_tuned_on": {name: by_language(folder) for name, folder in TUNED_ON.items()},
        "claims_real": _real(),
    }


def by_language(folder: Path) -> dict[str, dict[str, Any]]:
    """Of a folder of made-up reports."""
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    return {
        lang: _scored(folder, (r for r in truth if r["lang"] == lang)).told() for lang in LANGUAGES
    }


def _scored(folder: Path, truth: Iterable[dict[str, Any]]) -> _Score:
    score = _Score()
    for each in truth:
        text = (folder / each["file"]).read_text("utf-8")
        report = Report(name="", text=text, lang=each["lang"])
        _compare(report, [c.statement for c in propose(report)], each["claims"], score)
    return score


def _compare(
    report: Report, said: Sequence[Statement], truth: Sequence[Mapping[str, Any]], score: _Score
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


def is_same(text: str, said: Statement, true: Mapping[str, Any]) -> bool:
    """The same amount and measure in the same sentence, or at the same letter."""
    amount = said.number if said.number is not None else said.vague
    vague = _CALLED.get(true.get("vague"), true.get("vague"))
    if amount != (vague or true["number"]):
        return False
    if "quote" in true:
        at = text.find(true["quote"])
        is_here = at <= said.start < at + len(true["quote"])
    else:
        is_here = said.start == true["at"]
    return is_here and said.measure == true["measure"]


def is_same_chain(said: Sequence[str], true: Sequence[str]) -> bool:
    """As many names, in one order, each with the other's words."""
    pairs = [(_words(a), _words(b)) for a, b in zip(said, true, strict=False)]
    return len(said) == len(true) and all(a <= b or b <= a for a, b in pairs)


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", fold(name)))


def _real() -> object:
    above = [folder / _REAL for folder in Path(__file__).resolve().parents]
    folder = next((each for each in above if each.is_dir()), None)
    if folder is None:
        return "not measured: the real reports are not beside the checkout"
    told = {}
    for lang, file, truth in _IN_REAL:
        report = Report(name="", text=(folder / file).read_text("utf-8"), lang=lang)
        score = _Score()
        _compare(report, [claim.statement for claim in propose(report)], truth, score)
        told[lang] = score.told()
    return told


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0
