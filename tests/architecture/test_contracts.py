"""Who may import whom: the contracts hold, and each is shown to bite."""

import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")
VIOLATIONS = {
    "1 a zone imports another": ("1 layers", "front/store.py", "import aman.courier"),
    "1 a package that is not listed": ("1 layers", "drawer/__init__.py", "import aman.core"),
    "2 the core asks the clock": ("2 pure", "core/stamp.py", "import time"),
    "2 the core draws chance": ("2 pure", "core/phrase.py", "import secrets"),
    "3 the outbox opens": ("3 opening", "desk/outbox/apps.py", "import aman.core.opening"),
    "4 the front looks inside": ("4 front", "front/store.py", "import aman.core.dialogue"),
    "5 two modules know each other": ("5 cycles", "core/keys.py", "import aman.core.bucket"),
}


@pytest.mark.parametrize("violation", VIOLATIONS)
def test_each_contract_bites(violation: str, tmp_path: Path) -> None:
    """A deliberate violation breaks the contract of its number."""
    contract, file, line = VIOLATIONS[violation]
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    target = tmp_path / "src" / "aman" / file
    target.parent.mkdir(exist_ok=True)
    before = target.read_text("utf-8") if target.exists() else '"""New."""\n'
    target.write_text(f"{before}\n{line}\n", "utf-8")
    found = subprocess.run(  # noqa: S603 - our own checker
        [LINT, "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "src"), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    broken = [row for row in found.stdout.splitlines() if row.endswith("BROKEN")]
    assert found.returncode == 1, found.stdout + found.stderr
    assert [row[: len(contract)] for row in broken] == [contract], found.stdout


def test_the_front_s_image_has_no_desk(tmp_path: Path) -> None:
    """A folder with only what the front imports runs the front and can't import the desk."""
    graph = grimp.build_graph("aman", cache_dir=None)
    needed = {"aman.front.server"} | graph.find_upstream_modules("aman.front.server")
    for module in sorted(needed | {"aman.front", "aman"}):
        path = Path("src", *module.split("."))
        source = path / "__init__.py" if (ROOT / path).is_dir() else path.with_suffix(".py")
        while source != Path("src"):
            init = source if source.suffix else source / "__init__.py"
            copy = tmp_path / init
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / init, copy)
            source = source.parent
    environment = {"PYTHONPATH": str(tmp_path / "src"), "PATH": "/usr/bin:/bin"}
    script = (
        "import aman.front.server\n"
        "try:\n    import aman.desk\nexcept ModuleNotFoundError:\n    print('no desk')\n"
    )
    found = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    assert found.stdout == "no desk\n", found.stderr
