"""A claim as lines that a person reads and mends, in four languages, and back without loss.

Promises: what was written is read back the same; lines that are no claim are refused.
Refuses to know: where the lines are kept.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec

from .claim import Claim, Decision, Precision, State, Statement, Vague, Worded
from .words.labels import FIELDS, VALUES

_TEXTS: Final = ("wording", "unit", "period", "hotline", "speaker", "quote", "lang", "document")
_NEEDED: Final = frozenset(("quote", "lang", "document"))
_MARK: Final = ": "
_REMARK: Final = "#"
_YES: Final = "+"
_TO: Final = "-"
_DAY_0: Final = datetime(1970, 1, 1, tzinfo=UTC)
_HEAD: Final = frozenset(("state", "reason", "by", "at", "is_by_hand"))


class NoClaim(Exception):  # noqa: N818 - twin of WrongProgramme
    """The lines are no claim; its str names the line."""


def render(claim: Claim, lang: str) -> str:
    """Lines of a label and a value each; a mended claim has both statements.

    Earlier decisions stand above, so that what a person mends is written below.
    """
    labels, values = FIELDS[lang], VALUES[lang]
    lines: list[str] = []
    for each in claim.earlier or ():
        lines.append(labels["earlier"] + _MARK + values[each.state.value])
        lines += [*_decision_lines(each, lang), *_mended_lines(each.mended, lang)]
    lines.append(labels["state"] + _MARK + values[claim.state.value])
    lines += _decision_lines(claim, lang)
    if claim.is_by_hand:
        lines.append(labels["is_by_hand"] + _MARK + _YES)
    lines += [*_statement_lines(claim.proposed, lang), *_mended_lines(claim.mended, lang)]
    return "\n".join(lines) + "\n"


def _decision_lines(said: Claim | Decision, lang: str) -> list[str]:
    labels, lines = FIELDS[lang], []
    if said.reason:
        lines.append(labels["reason"] + _MARK + _written(said.reason))
    if said.by:
        lines.append(labels["by"] + _MARK + _written(said.by))
    if said.at:
        at = _DAY_0 + timedelta(seconds=said.at)
        lines.append(labels["at"] + _MARK + at.isoformat())
    return lines


def _mended_lines(mended: Statement | None, lang: str) -> list[str]:
    if mended is None:
        return []
    return [FIELDS[lang]["as_mended"] + _MARK + _YES, *_statement_lines(mended, lang)]


def _statement_lines(said: Statement, lang: str) -> list[str]:
    labels, values = FIELDS[lang], VALUES[lang]
    amount = values[said.vague.value] if said.vague else str(said.number)
    lines = [labels["amount"] + _MARK + amount]
    if not (said.vague and said.precision is Precision.EXACT):
        lines.append(labels["precision"] + _MARK + values[said.precision.value])
    lines.append(labels["measure"] + _MARK + values[said.measure.value])
    for field in _TEXTS:
        text = getattr(said, field)
        if text or field in _NEEDED:
            lines.append(labels[field] + _MARK + _written(text))
    lines += [labels["relays"] + _MARK + _written(each) for each in said.relays]
    if said.is_negated:
        lines.append(labels["is_negated"] + _MARK + _YES)
    return [*lines, labels["place"] + _MARK + f"{said.start}{_TO}{said.end}"]


class _Block(msgspec.Struct):
    """What the lines of one decision say: its head and its statements."""

    head: dict[str, Any] = {}
    statements: list[dict[str, Any]] = []


def parse(lines: str, lang: str, first: int = 1) -> Claim:
    """The claim of rendered lines; raises NoClaim. `first`: the number of their first line."""
    fields = {label: field for field, label in FIELDS[lang].items()}
    words = {word: value for value, word in VALUES[lang].items()}
    standing = block = _Block(statements=[{}])
    earlier: list[_Block] = []
    for number, line in enumerate(lines.split("\n"), first):
        if not line.strip():
            continue
        label, _, value = line.partition(_MARK)
        field = fields.get(label, "")
        try:
            if field == "earlier":
                block = _Block()
                earlier.append(block)
                _put_head(block.head, "state", value, words)
            elif field == "as_mended":
                block.statements.append({})
            elif field in _HEAD:
                block = standing if field == "state" else block
                _put_head(block.head, field, value, words)
            else:
                _put(block.statements[-1], field, value, words)
        except (KeyError, IndexError, ValueError, TypeError) as reason:
            message = f"Line {number} is no line of a claim."
            raise NoClaim(message) from reason
    return _claim(standing, earlier, first)


def parse_all(lines: str, lang: str) -> list[Claim]:
    """The claims among lines that were printed, each set off by an empty line; raises NoClaim.

    Other lines, and those that begin with #, are passed over.
    """
    document = FIELDS[lang]["document"] + _MARK
    found: list[Claim] = []
    block: list[str] = []
    for number, line in enumerate([*lines.replace("\r\n", "\n").split("\n"), ""], 1):
        if line.strip():
            block.append("" if line.startswith(_REMARK) else line)
            continue
        if any(each.startswith(document) for each in block):
            found.append(parse("\n".join(block), lang, number - len(block)))
        block = []
    return found


def _put_head(into: dict[str, Any], field: str, value: str, words: dict[str, str]) -> None:
    if field in into:
        raise ValueError(field)
    if field == "state":
        into[field] = State(words[value])
    elif field == "is_by_hand":
        into[field] = True
    elif field == "at":
        into[field] = int((datetime.fromisoformat(value) - _DAY_0).total_seconds())
    else:
        into[field] = _read(value)


def _put(into: dict[str, Any], field: str, value: str, words: dict[str, str]) -> None:
    if field == "relays":
        into[field] = (*into.get(field, ()), _read(value))
    elif not field or field in into:
        raise ValueError(field)
    elif field == "amount":
        vague = words.get(value)
        into["vague" if vague else "number"] = Vague(vague) if vague else int(value)
    elif field == "precision":
        into[field] = Precision(words[value])
    elif field == "measure":
        into[field] = Worded(words[value])
    elif field == "is_negated":
        into[field] = True
    elif field == "place" and "start" not in into:
        start, _, end = value.partition(_TO)
        into["start"], into["end"] = int(start), int(end)
    else:
        into[field] = _read(value)


def _claim(standing: _Block, earlier: list[_Block], first: int) -> Claim:
    try:
        before = tuple(Decision(**each.head, mended=_one(each.statements)) for each in earlier)
        proposed, *mended = standing.statements
        return Claim(
            proposed=Statement(**proposed),
            mended=_one(mended),
            earlier=before or msgspec.UNSET,
            **standing.head,
        )
    except (TypeError, ValueError) as reason:
        message = f"The lines from {first} on are no whole claim."
        raise NoClaim(message) from reason


def _one(statements: list[dict[str, Any]]) -> Statement | None:
    """What was mended, if anything; raises ValueError where two are said."""
    if not statements:
        return None
    (mended,) = statements
    return Statement(**mended)


def _written(text: str) -> str:
    """As it is, or as a JSON text where a line could not hold it."""
    is_plain = text and text.strip() == text and text[0] != '"' and len(text.splitlines()) == 1
    return text if is_plain else json.dumps(text)


def _read(value: str) -> str:
    return str(json.loads(value)) if value.startswith('"') else value
