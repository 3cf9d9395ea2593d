"""What a message means to the talk: an answer to the open question, a wish, or nothing.

Promises: pure; nothing is forced to be an answer. Whatever it means, the desk keeps the message
itself as it came. Wishes are understood in every language, whichever the talk is in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from aman.core.line_dialogue import Button
from aman.core.programme import LANGUAGE_NAMES, Programme, Question
from aman.core.wordlist import fold

from .menu import NOTHING, Meant, Wish, pressed
from .texts import the_texts

CALL_WORDS = 4
"""A message of so few words with "help" among them is a call, not a letter."""
CALL_WORDS_IF_FIRST = 8
EDITED_LETTERS = 4
"""From this length on one letter of "help" may be wrong, missing, doubled or misplaced."""
MOST_DIGITS = 4
MOST_WORDS_OF_NUMBER = 4
# One letter away from a call, and something else: held, hello, "we find".
_NO_CALLS = (
    *("held", "hell", "helm", "hello", "helo", "heap", "heel", "kelp", "yelp"),
    *("نجد", "نجدت", "تجده", "نجدك", "نجدها"),
)
_WORD = re.compile(r"\w+")
_LISTED = re.compile(r"\(?(?P<number>\d{1,2})[\W_]*")
_SENTENCE = re.compile(r"[^.!?\n…؟]+")
_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]+)(?:@\w+)?(?:\s+(?P<rest>.*))?", re.DOTALL)


def meant(
    text: str, programme: Programme, question: Question | None, listed: Sequence[Button]
) -> Meant:
    """What a typed text means while `question` is open and the buttons `listed` were shown last.

    The number of a button means the button, and what stands on it too.
    """
    plain = plain_words(text)
    if is_command(text):
        return _command(text, programme, question)
    return (
        _listed(text, plain, programme, question, listed)
        or _wish(plain, text, programme, question)
        or _free_answer(text, plain, question)
        or NOTHING
    )


def is_command(text: str) -> bool:
    """Whether it is what messengers call a bot command, such as /start."""
    return _COMMAND.fullmatch(text.strip()) is not None


def plain_words(text: str) -> str:
    """The form in which texts are compared: folded words with one space between."""
    return " ".join(_WORD.findall(fold(text)))


def _listed(
    text: str,
    plain: str,
    programme: Programme,
    question: Question | None,
    listed: Sequence[Button],
) -> Meant | None:
    for option in question.options if question and plain else ():
        if plain in {plain_words(each) for each in option.text.values()}:
            return Meant(Wish.ANSWER, question=question, answer=option.id)
    for button in listed:
        if plain and plain == plain_words(button.label):
            return pressed(button.payload, programme)
    number = _LISTED.fullmatch(text.strip())
    if number and 1 <= int(number["number"]) <= len(listed):
        return pressed(listed[int(number["number"]) - 1].payload, programme)
    return None


def _wish(plain: str, text: str, programme: Programme, question: Question | None) -> Meant | None:
    wish = _understood().get(plain)
    if wish is None or (wish.wish is Wish.LANGUAGE and wish.lang not in programme.languages):
        return Meant(Wish.CALL) if _is_call(plain, text) else None
    return replace(wish, question=question) if wish.wish is Wish.SKIP else wish


def _command(text: str, programme: Programme, question: Question | None) -> Meant:
    found = _COMMAND.fullmatch(text.strip())
    name, rest = (found["name"], found["rest"] or "") if found else ("", "")
    if plain_words(name) in _choosing() and rest.strip():
        name = rest
    return _wish(plain_words(name), name, programme, question) or NOTHING


def _free_answer(text: str, plain: str, question: Question | None) -> Meant | None:
    if question is None or not text.strip():
        return None
    if question.kind == "text":
        return Meant(Wish.ANSWER, question=question, answer=text)
    number = _number(plain) if question.kind == "number" else None
    return None if number is None else Meant(Wish.ANSWER, question=question, answer=number)


def _number(plain: str) -> int | None:
    """The one number of "5", "٥", "5 people", "нас 5"; None for a time, a date, a telephone."""
    words = plain.split()
    numbers = [word for word in words if word.isdecimal()]
    others = [word for word in words if not word.isdecimal()]
    if len(numbers) != 1 or len(numbers[0]) > MOST_DIGITS or len(words) > MOST_WORDS_OF_NUMBER:
        return None
    return int(numbers[0]) if all(word in _counted() for word in others) else None


def _is_call(plain: str, text: str) -> bool:
    words = plain.split()
    calls = [_calls(word) for word in words[:CALL_WORDS_IF_FIRST]]
    if len(words) <= CALL_WORDS and any(calls):
        return True
    if len(words) <= CALL_WORDS_IF_FIRST and any(calls[:1]):
        return True
    sentences = (plain_words(sentence).split() for sentence in _SENTENCE.findall(text))
    return any(
        len(sentence) <= 2 and any(map(_calls, sentence))  # noqa: PLR2004 - "help me."
        for sentence in sentences
    )


def _calls(word: str) -> bool:
    if word in _no_calls():
        return False
    known = _call_words()
    return word in known or any(
        len(each) >= EDITED_LETTERS and within_one_edit(word, each) for each in known
    )


def within_one_edit(one: str, other: str) -> bool:
    """Whether one letter added, lost, changed, or two neighbours swapped, makes them equal."""
    if abs(len(one) - len(other)) > 1:
        return False
    at = next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if len(set(pair)) > 1), None
    )
    if at is None:
        return True
    rest, others = one[at:], other[at:]
    swapped = rest[:2] == others[:2][::-1] and rest[2:] == others[2:]
    return swapped or rest[1:] == others[1:] or rest[1:] == others or rest == others[1:]


@cache
def _understood() -> dict[str, Meant]:
    return {plain_words(words): wish for words, wish in _written()}


def _written() -> Iterator[tuple[str, Meant]]:
    wishes = {
        "skip": Wish.SKIP,
        "stop": Wish.STOP,
        "words": Wish.WORDS,
        "language": Wish.LANGUAGES,
        "person": Wish.CALL,
        "help": Wish.CALL,
    }
    for lang, texts in the_texts().items():
        for key, wish in wishes.items():
            for written in texts.understood[key]:
                yield written, Meant(wish)
        yield texts("skip"), Meant(Wish.SKIP)
        yield texts("stop"), Meant(Wish.STOP)
        for written in (*texts.understood["name"], LANGUAGE_NAMES[lang]):
            yield written, Meant(Wish.LANGUAGE, lang=lang)


@cache
def _choosing() -> frozenset[str]:
    """How a command is called that a language may follow."""
    return frozenset(words for words, wish in _understood().items() if wish.wish is Wish.LANGUAGES)


@cache
def _call_words() -> frozenset[str]:
    return frozenset(
        plain_words(each) for texts in the_texts().values() for each in texts.understood["help"]
    )


@cache
def _no_calls() -> frozenset[str]:
    return frozenset(plain_words(each) for each in _NO_CALLS)


@cache
def _counted() -> frozenset[str]:
    return frozenset(
        plain_words(each) for texts in the_texts().values() for each in texts.understood["counted"]
    )
