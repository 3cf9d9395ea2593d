"""What an account is called that writes to people, against what the hotline is called (pure).

Promises: a word of the hotline's name, in any of its languages, is found however it is written
together, with whatever ending, with or without Arabic signs. A name that tells nothing by these
words may still tell something: a person looks too.
"""

import re
import unicodedata
from collections.abc import Iterator

from .programme import Programme

_STEM, _ENDING = 4, 2
"""The least that a word is known by, and how much of its end may differ."""
_SHORT_ARABIC = re.compile(r"[\u0621-\u064a]{3}")
_ARTICLE = "ال"
_ONE_LETTER = str.maketrans("ىة", "يه")
_WORD = re.compile(r"[^\W\d_]+")
_HOTLINE = ("hotline", "helpline", "горячая линия", "гаряча лінія", "خط ساخن", "الخط الساخن")


def telling_words(shown: str, programme: Programme) -> tuple[str, ...]:
    """The words of the hotline's name, or for a hotline, that stand in what people are shown."""
    words = {plain_word: word for word in _words_of(programme) if (plain_word := _plain(word))}
    tokens = [_without_article(_plain(token)) for token in _WORD.findall(shown)]
    together = "".join(_plain(token) for token in _WORD.findall(shown))
    found = [word for plain, word in words.items() if _tells(plain, tokens, together)]
    said = [words for words in _HOTLINE if _squeezed(words) in together]
    return tuple(dict.fromkeys([*found, *said]))


def _words_of(programme: Programme) -> Iterator[str]:
    yield programme.id
    for name in programme.name.values():
        yield from _WORD.findall(unicodedata.normalize("NFC", name))


def _tells(word: str, tokens: list[str], together: str) -> bool:
    if len(word) >= _STEM:
        return word[: max(_STEM, len(word) - _ENDING)] in together
    return bool(_SHORT_ARABIC.fullmatch(word)) and word in tokens


def _plain(word: str) -> str:
    """Without case, accents and Arabic signs; letters that people write for each other are one."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    letters = "".join(each for each in apart if not unicodedata.combining(each))
    return _without_article(letters.replace("\u0640", "").translate(_ONE_LETTER))


def _without_article(word: str) -> str:
    return word.removeprefix(_ARTICLE) if len(word) > len(_ARTICLE) + 1 else word


def _squeezed(words: str) -> str:
    return "".join(_plain(word) for word in _WORD.findall(words))
