# ruff: noqa: INP001 - run from its own folder, not imported as a package
"""Make the four word lists: `python build.py [--check]`.

Promises: the committed lists again, byte for byte, from the inputs in requirements.txt and the
strikes. Prints how many words each rule refused.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from language import LANGUAGES, Language
from selection import WORDS, choose
from sources import Candidate, candidates

HERE = Path(__file__).parent
LISTS = HERE.parents[1] / "src" / "aman" / "core" / "words"


def strikes(code: str) -> dict[str, str]:
    """Words struck in the reading, each with its reason."""
    lines = (HERE / "strikes" / f"{code}.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


def make(language: Language, found: list[Candidate], refused: Counter[str]) -> str:
    """The text of one list; ValueError if the dictionary holds too few words."""
    struck = strikes(language.code)
    allowed = [one for one in found if one.word not in struck]
    refused["struck in the reading"] += len(found) - len(allowed)
    chosen = choose(allowed, language, refused)
    if len(chosen) != WORDS:
        reason = f"{language.code}: only {len(chosen)} words can stand together"
        raise ValueError(reason)
    return "".join(f"{one.word}\n" for one in chosen)


def main() -> int:
    """Write or check the lists; 1 when a checked list differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    parser.add_argument("languages", nargs="*", default=list(LANGUAGES))
    options = parser.parse_args()
    different = 0
    for code in options.languages:
        refused: Counter[str] = Counter()
        text = make(LANGUAGES[code], candidates(code, refused), refused)
        target = LISTS / f"{code}.txt"
        if options.check:
            different += target.read_bytes() != text.encode()
        else:
            target.write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{code}\n")
        for rule, count in sorted(refused.items()):
            sys.stdout.write(f"  {count:>7,} {rule}\n")
    return int(different > 0)


if __name__ == "__main__":
    sys.exit(main())
