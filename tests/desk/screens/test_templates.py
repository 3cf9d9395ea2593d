"""Rules that every template and style sheet keeps."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DESK = ROOT / "src" / "aman" / "desk"
TEMPLATES = sorted((DESK / "templates").rglob("*.html"))
SCRIPTS = sorted((DESK / "static").glob("*.js"))
WRITTEN = re.compile(
    r"\{\{ (?:item\.text|row\.excerpt|pair\.answer|box\.text|asked\.text) \}\}"
    r"|\{\{ (?:file|card|item\.place)\.name\|inert \}\}"
    r"|\{\{ (?:each\.notes|consent\.(?:other|wording)) \}\}"
    r"|\{\{ (?:wish\.rules|box\.against)\.wording \}\}"
    r"|\{\{ typed \}\}"
    r"|\{% firstof (?:request\.POST\.text|brief\.excerpt)"
)
NAMES = re.compile(r"\{\{ (?:\w+\.)?(?:by|name) \}\}")
PHYSICAL = re.compile(
    r"\b(?:margin|padding|border)-(?:left|right|top|bottom)\b|text-align:\s*(?:left|right)"
    r"|(?<![-\w])(?:left|right|top|bottom|width|height|max-width|min-height)\s*:"
)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_what_people_wrote_has_its_own_direction(template: Path) -> None:
    """Arabic among Russian stays readable: every place of written text says dir=auto."""
    source = template.read_text(encoding="utf-8")
    for found in WRITTEN.finditer(source):
        opened = source.rfind("<", 0, found.start())
        assert 'dir="auto"' in source[opened : found.start()], found.group()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_names_are_isolated(template: Path) -> None:
    """A name in another script does not turn the sentence around it."""
    source = template.read_text(encoding="utf-8")
    for found in NAMES.finditer(source):
        before = source[: found.start()]
        isolated = bool(re.search(r"<bdi[^>]*>$", before)) or 'lang="{{ code }}"' in before[-90:]
        assert isolated, found.group()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_nothing_is_marked_safe(template: Path) -> None:
    """What people wrote is escaped everywhere."""
    assert not re.search(r"\|safe|autoescape|style=|\son[a-z]+=", template.read_text())


def test_styles_know_no_left_and_right() -> None:
    """Logical properties only, so that Arabic mirrors by itself."""
    source = (DESK / "static" / "desk.css").read_text()
    assert not PHYSICAL.findall(re.sub(r"@media[^{]+\{", "", source))


def test_styles_take_every_colour_from_the_tokens() -> None:
    """One file knows colours; only the veil behind a dialogue is black."""
    source = (DESK / "static" / "desk.css").read_text()
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgb\([^)]*\)", source) == ["rgb(0 0 0 / 45%)"]
    known = set(re.findall(r"(--[\w-]+):", (DESK / "static" / "tokens.css").read_text()))
    assert set(re.findall(r"var\((--[\w-]+)\)", source)) <= known


def test_the_tokens_are_those_of_the_callers_page() -> None:
    """One design system: byte for byte the same file."""
    ours = (DESK / "static" / "tokens.css").read_bytes()
    assert ours == (ROOT / "web" / "styles" / "tokens.css").read_bytes()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_store_nothing_and_know_no_language(script: Path) -> None:
    """No storage in the browser, no markup from text, no sentence outside the translations."""
    source = re.sub(r"^\s*//.*$", "", script.read_text(), flags=re.MULTILINE)
    assert not re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie", source)
    assert not re.search(r"innerHTML\s*=|insertAdjacentHTML|eval\(", source)
    assert not re.search(r"\"[A-Z][a-z]+ [a-z]+ ", source)


@pytest.mark.parametrize("module", sorted((DESK / "screens").glob("*.py")), ids=lambda p: p.stem)
def test_screens_touch_no_records(module: Path) -> None:
    """The guard in one place: records come through functions that check and write down."""
    assert not re.search(r"\.objects\b|\.save\(|django\.db\b", module.read_text())
