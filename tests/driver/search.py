"""Look for texts where none may be: in a process's memory and in a folder's files.

`python -m driver.search PID FOLDER`, with a JSON list of texts on standard input; prints
`{"memory": [found], "files": [found], "bytes": how many were looked at}`. A text counts as found
as UTF-8, UTF-16 (both orders), percent-encoded, JSON-escaped, and in hex and base64 (at each of its
three offsets) of those. Each of PID and FOLDER may be `-`; a text `hex:…` stands for bytes.
"""

import json
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

BYTES = "hex:"


def forms_of(text: str) -> set[bytes]:
    """Every form in which a text may lie about."""
    if text.startswith(BYTES):
        return _codings_of(bytes.fromhex(text.removeprefix(BYTES)))
    forms = {quote(text).encode(), quote_plus(text).encode(), json.dumps(text)[1:-1].encode()}
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        forms |= _codings_of(text.encode(encoding))
    return forms


def _codings_of(raw: bytes) -> set[bytes]:
    forms = {raw, raw.hex().encode()}
    for offset in range(3):
        # Whole groups of three only: what stands before and after changes the others.
        coded = b64encode(bytes(offset) + raw)[4 if offset else 0 :]
        inner = coded.rstrip(b"=")[: len(coded) // 4 * 4 - 4]
        forms |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    return forms


def memory_of(pid: int) -> Iterator[bytes]:
    """Every readable region of a process, one at a time."""
    with Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights, *_ = line.split()
            if not rights.startswith("r") or line.endswith(("[vvar]", "[vsyscall]")):
                continue
            start, end = (int(edge, 16) for edge in span.split("-"))
            try:
                memory.seek(start)
                yield memory.read(end - start)
            except (OSError, ValueError):
                continue


def found_in(pieces: Iterator[bytes], texts: list[str]) -> tuple[list[str], int]:
    """Which texts are there in any form, and in how many bytes they were looked for."""
    forms = {text: forms_of(text) for text in texts}
    found: set[str] = set()
    seen = 0
    for piece in pieces:
        seen += len(piece)
        for text in texts:
            if text not in found and any(form in piece for form in forms[text]):
                found.add(text)
    return [text for text in texts if text in found], seen


def files_in(folder: Path) -> Iterator[bytes]:
    """The contents of every file below a folder."""
    for path in folder.rglob("*"):
        try:
            if path.is_file():
                yield path.read_bytes()
        except FileNotFoundError:
            continue


def main() -> None:
    """Search and print."""
    texts = json.load(sys.stdin)
    process, folder = sys.argv[1:]
    pieces = iter(()) if process == "-" else memory_of(int(process))
    memory, seen = found_in(pieces, texts)
    files, more = found_in(files_in(Path(folder)), texts)
    json.dump({"memory": memory, "files": files, "bytes": seen + more}, sys.stdout)


if __name__ == "__main__":
    main()
