"""The desk's translations: gather what is said, keep what was translated, compile.

`python scripts/desk_texts.py` brings every `django.po` up to date with templates and code and
compiles each `django.mo`; nothing else is needed on a machine that only runs the desk. Comments
of the template tag `translate` are not kept: a text explains itself.
"""

import io
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""A fixed date, so that nothing changes but texts."""
ROOT = Path(__file__).resolve().parents[1]
DESK = ROOT / "src" / "aman" / "desk"
LOCALE = DESK / "locale"
LANGUAGES = ("ar", "ru", "uk")
KEYWORDS = {
    "gettext": None,
    "_": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
}


def said_in_code() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Every text that Python code asks to be translated, with its file."""
    for file in sorted(DESK.rglob("*.py")):
        with file.open("rb") as source:
            for _line, said, _comments, _context in extract("python", source, KEYWORDS):
                yield file.relative_to(ROOT).as_posix(), said


def said_in_templates() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Every text that a template asks to be translated, with its file."""
    from django.utils.translation.template import templatize  # noqa: PLC0415 - needs settings

    for file in sorted((DESK / "templates").rglob("*.html")):
        code = templatize(file.read_text(encoding="utf-8"), origin=str(file)).replace(" u'", " '")
        source = io.BytesIO(code.encode())
        for _line, said, _comments, _context in extract("python", source, KEYWORDS):
            yield file.relative_to(ROOT).as_posix(), said


def gathered() -> dict[str | tuple[str, ...], set[str]]:
    """All that is said, with the files that say it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aman.desk.settings")
    found: dict[str | tuple[str, ...], set[str]] = {}
    for file, said in (*said_in_code(), *said_in_templates()):
        found.setdefault(said, set()).add(file)
    return found


def po_file(language: str) -> Path:
    """Where a language's texts are."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """A language's texts as they are; empty when there are none yet."""
    file = po_file(language)
    if not file.exists():
        return Catalog(locale=language, charset="utf-8")
    with file.open("rb") as source:
        return read_po(source, locale=language)


def compiled(catalog: Catalog) -> bytes:
    """What the desk reads at run time."""
    target = io.BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def main() -> int:
    """Bring all up to date; says what is not translated."""
    said = gathered()
    missing = 0
    for language in LANGUAGES:
        old = read(language)
        new = Catalog(
            locale=language,
            project="aman",
            version="1",
            charset="utf-8",
            fuzzy=False,
            header_comment="# The desk in another language; see scripts/desk_texts.py.",
            msgid_bugs_address="-",
            last_translator="-",
            language_team="-",
            creation_date=MADE,
            revision_date=MADE,
        )
        for text, files in sorted(said.items(), key=lambda item: str(item[0])):
            kept = old.get(text[0] if isinstance(text, tuple) else text)
            flags = ["python-format"] if "%(" in str(text) else []
            locations = [(file, None) for file in sorted(files)]
            new.add(text, kept.string if kept else None, locations=locations, flags=flags)
        missing += sum(1 for message in new if message.id and not all(_strings(message.string)))
        file = po_file(language)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as target:
            write_po(target, new, omit_header=False, include_lineno=False, width=96)
        file.with_suffix(".mo").write_bytes(compiled(new))
    sys.stdout.write(f"{len(said)} texts; {missing} not translated\n")
    return 1 if missing else 0


def _strings(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, (list, tuple)) else (string or "",)


if __name__ == "__main__":
    sys.exit(main())
