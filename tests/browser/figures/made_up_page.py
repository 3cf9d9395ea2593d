"""Writes the made-up publication's pages into a folder, for the browser to look at."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from aman.figures.page.pages import pages
from figures.made_up import publication

TOKENS = Path(__file__).parents[3] / "web/styles/tokens.css"

for name, content in pages(publication(), TOKENS.read_bytes()).items():
    file = Path(sys.argv[1]) / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
