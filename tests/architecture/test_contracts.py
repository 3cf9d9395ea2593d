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
    "2 the roads ask the clock": ("2 roads", "roads/windows.py", "import time"),
    "2 the roads draw chance": ("2 roads", "roads/rates.py", "import random"),
    "2 the roads read files": ("2 roads", "roads/network.py", "import osmium"),
    "2 the figures ask the clock": ("2 figures", "figures/calendar.py", "import time"),
    "2 the figures draw chance": ("2 figures", "figures/noise.py", "import secrets"),
    "2 the figures draw noise": ("2 figures", "figures/publishing.py", "import opendp"),
    "6 what is published looks at cases": (
        "6 firewall",
        "desk/publication/publisher.py",
        "import aman.desk.cases",
    ),
    "6 the ledger looks at journeys": (
        "6 firewall",
        "desk/ledger/keeping.py",
        "import aman.desk.journeys",
    ),
    "3 the outbox opens": ("3 opening", "desk/outbox/apps.py", "import aman.core.opening"),
    "4 the front looks inside": ("4 front", "front/store.py", "import aman.core.dialogue"),
    "4 the front looks for ways": ("4 front", "front/store.py", "import aman.roads.graph"),
    "5 two modules know each other": ("5 cycles", "core/dialogue.py", "import aman.core.programme"),
    "5 two of the roads' do": ("5 cycles", "roads/graph.py", "import aman.roads.network"),
}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy to spoil; one for all, so that what is not spoilt is read only once."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.mark.parametrize("violation", VIOLATIONS)
def test_each_contract_bites(violation: str, checkout: Path) -> None:
    """A deliberate violation breaks the contract of its number."""
    contract, file, line = VIOLATIONS[violation]
    target = checkout / "src" / "aman" / file
    is_new = not target.parent.exists()
    target.parent.mkdir(exist_ok=True)
    before = target.read_text("utf-8") if target.exists() else '"""New."""\n'
    target.write_text(f"{before}\n{line}\n", "utf-8")
    try:
        found = lint(checkout)
    finally:
        target.write_text(before, "utf-8")
        if is_new:
            shutil.rmtree(target.parent)
    broken = [row for row in found.stdout.splitlines() if " BROKEN" in row]
    assert found.returncode == 1, found.stdout + found.stderr
    assert [row[: len(contract)] for row in broken] == [contract], found.stdout


def test_the_contracts_hold_in_the_copy_as_it_is(checkout: Path) -> None:
    """What bites above is the violation, not the copy."""
    found = lint(checkout)
    assert found.returncode == 0, found.stdout + found.stderr


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the copy's contracts."""
    return subprocess.run(  # noqa: S603 - our own checker
        [LINT],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


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
