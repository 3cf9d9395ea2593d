"""Publishes twenty months of seeded events into a folder, pages and all, for the browser."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from figures.seeded_life import life

for name, content in life().items():
    file = Path(sys.argv[1]) / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
