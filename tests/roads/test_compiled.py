"""What is kept compiled was compiled from the sources as they are."""

import shutil
from pathlib import Path

import pytest

from aman.roads import compiled, kernel

PACKAGE = Path(compiled.__file__).parent


@pytest.mark.parametrize("changed", ["labels.py", "pricing.py", "kernel.py"])
def test_a_change_in_any_source_leaves_what_was_compiled_before(
    changed: str, tmp_path: Path
) -> None:
    """Numba by itself would go on with a kernel into which the old labels are compiled."""
    package = tmp_path / "roads"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    before = compiled.kept_in(package, "")
    assert before is not None
    assert before == compiled.kept_in(package, "")
    (package / changed).write_text((package / changed).read_text("utf-8") + "\n", "utf-8")
    assert compiled.kept_in(package, "") != before


def test_what_is_kept_is_kept_there() -> None:
    """The kernel's machine code lies in the folder of these sources."""
    assert compiled.FOLDER is not None
    assert compiled.FOLDER.name == compiled.digest_of(PACKAGE)
    assert compiled.FOLDER in Path(kernel.run.stats.cache_path).parents  # type: ignore[attr-defined]


def test_a_chosen_folder_comes_first(tmp_path: Path) -> None:
    """NUMBA_CACHE_DIR, where an installation can't be written."""
    chosen = tmp_path / "chosen"
    assert compiled.kept_in(PACKAGE, str(chosen)) == chosen / compiled.digest_of(PACKAGE)


def test_where_nothing_can_be_kept_it_is_compiled_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is a file can't be written; a person's own is the next choice, then none."""
    package = tmp_path / "roads"
    package.mkdir()
    (package / "__pycache__").write_text("", "utf-8")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    kept = compiled.kept_in(package, "")
    assert kept is not None
    assert kept.is_relative_to(tmp_path / "home")
    (tmp_path / "gone").write_text("", "utf-8")
    monkeypatch.setenv("HOME", str(tmp_path / "gone"))
    assert compiled.kept_in(package, "") is None


def test_the_kernel_is_free_of_reference_counting() -> None:
    """What makes no arrays need not count who holds them; it took nine tenths of the time."""
    assert kernel.run.targetoptions["_nrt"] is False  # type: ignore[attr-defined]
