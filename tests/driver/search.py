"""Look for texts where none may be: in a process's memory and in a folder's files.

`python -m driver.search PID FOLDER`, with a JSON list of texts on standard input; prints
`{"memory": [found], "files": [found], "bytes": how many were looked at}`. A text counts as found
as UTF-8, UTF-16 (both orders), percent-encoded, JSON-escaped, and in hex and base64 (at each of its
three offsets) of those. Each of PID and FOLDER may be `-`; a text `hex:…` stands for bytes.
"""

import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
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


_PIECE = 1 << 16
_OVERLAP = 1 << 12
"""Longer than any form: no text is torn, and equal regions make equal pieces for all texts."""
_HOLD = "import sys; held = sys.stdin.readline(); print(flush=True); sys.stdin.read()"


def memory_of(pid: int) -> Iterator[bytes]:
    """Every readable region of a process in which something may have been written, one at a time.

    A file's mapping that nobody may write to holds what is in the file: no text gets there.
    """
    with Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights, _, _, file, *_ = line.split()
            if not rights.startswith("r") or line.endswith(("[vvar]", "[vsyscall]")):
                continue
            if "w" not in rights and file != "0":
                continue
            start, end = (int(edge, 16) for edge in span.split("-"))
            try:
                memory.seek(start)
                yield memory.read(end - start)
            except (OSError, ValueError):
                continue


def found_in(
    regions: Iterator[bytes], texts: list[str], searched: set[bytes] | None = None
) -> tuple[list[str], int]:
    """Which texts are there in any form, and in how many bytes they were looked for.

    `searched` remembers digests of pieces in which none of the texts is. Processes that were forked
    from one another share most of theirs: the same bytes need not be searched twice.
    """
    forms = {text: forms_of(text) for text in texts}
    longest = max((len(form) for text in texts for form in forms[text]), default=0)
    if longest > _OVERLAP:
        message = "a text is too long to be looked for"
        raise ValueError(message)
    clean = set() if searched is None else searched
    found: set[str] = set()
    seen = 0
    for region in regions:
        seen += len(region)
        for piece in _pieces(region):
            digest = sha256(piece).digest()
            if digest in clean:
                continue
            here = {text for text in texts if any(form in piece for form in forms[text])}
            found |= here
            if not here:
                clean.add(digest)
        if len(found) == len(forms):
            break
    return [text for text in texts if text in found], seen


def _pieces(region: bytes) -> Iterator[bytes]:
    """A region in pieces that overlap, so that no text is torn."""
    for start in range(0, len(region), _PIECE):
        yield region[start : start + _PIECE + _OVERLAP]


def pieces_in(regions: Iterator[bytes]) -> set[bytes]:
    """Digests of what is there now: in these pieces is nothing that is drawn at random later."""
    return {sha256(piece).digest() for region in regions for piece in _pieces(region)}


@contextmanager
def holding(texts: list[str]) -> Iterator[int]:
    """A small process that holds these texts: the search must find them there."""
    with subprocess.Popen(  # noqa: S603 - our own line of Python
        [sys.executable, "-I", "-S", "-c", _HOLD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PYTHONIOENCODING": "utf-8"},
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise BrokenPipeError
        process.stdin.write(" ".join(texts).encode() + b"\n")
        process.stdin.flush()
        process.stdout.readline()
        try:
            yield process.pid
        finally:
            process.stdin.close()


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
