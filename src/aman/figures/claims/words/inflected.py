"""English verbs in all their forms, so that a table lists each once.

Promises: of "get out": get out, gets out, getting out, got out, gotten out; the first word is bent.
Refuses to know: what a verb means.
"""

from typing import Final

_IRREGULAR: Final = {
    "be": "is are was were been being",
    "break": "broke broken",
    "bring": "brought",
    "come": "came come",
    "drive": "drove driven",
    "feed": "fed",
    "find": "found",
    "fall": "fell fallen",
    "flee": "fled",
    "fly": "flew flown",
    "get": "got gotten",
    "give": "gave given",
    "go": "went gone",
    "grow": "grew grown",
    "have": "had",
    "hide": "hid hidden",
    "hit": "hit",
    "hold": "held",
    "keep": "kept",
    "lay": "laid",
    "lead": "led",
    "leave": "left",
    "lose": "lost",
    "make": "made",
    "meet": "met",
    "pay": "paid",
    "put": "put",
    "quit": "quit",
    "ring": "rang rung",
    "read": "read",
    "rise": "rose risen",
    "run": "ran run",
    "say": "said",
    "see": "saw seen",
    "seek": "sought",
    "send": "sent",
    "set": "set",
    "speak": "spoke spoken",
    "shoot": "shot",
    "stand": "stood",
    "swim": "swam swum",
    "take": "took taken",
    "tell": "told",
    "think": "thought",
    "win": "won",
    "withdraw": "withdrew withdrawn",
    "write": "wrote written",
}
_DOUBLED: Final = frozenset(
    (
        *("admit", "drop", "enrol", "get", "log", "plan", "put", "refer", "run", "set", "ship"),
        *("slip", "step", "stop", "submit", "transfer"),
    )
)
_HISSING: Final = ("s", "x", "z", "ch", "sh", "o")
_VOWELS: Final = frozenset("aeiou")


def verbs(*phrases: str) -> tuple[str, ...]:
    """Every form of each."""
    return tuple(form for phrase in phrases for form in _forms(phrase))


def finite(*phrases: str) -> tuple[str, ...]:
    """Forms by which somebody did it: says, said; not say, which is often a noun, nor saying."""
    found: list[str] = []
    for phrase in phrases:
        verb, *rest = phrase.split()
        found += [" ".join((form, *rest)) for form in (_third(verb), _past(verb)[0])]
    return tuple(found)


def _forms(phrase: str) -> list[str]:
    verb, *rest = phrase.split()
    forms = (verb, _third(verb), _lasting(verb), *_past(verb))
    return [" ".join((form, *rest)) for form in dict.fromkeys(forms)]


def _third(verb: str) -> str:
    if verb.endswith(_HISSING):
        return f"{verb}es"
    return f"{_with_i(verb)}es" if _with_i(verb) != verb else f"{verb}s"


def _lasting(verb: str) -> str:
    is_mute = verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be"
    return f"{verb[:-1] if is_mute else _stem(verb)}ing"


def _past(verb: str) -> tuple[str, ...]:
    if verb in _IRREGULAR:
        return tuple(_IRREGULAR[verb].split())
    if verb.endswith("e"):
        return (f"{verb}d",)
    return (f"{_with_i(_stem(verb))}ed",)


def _stem(verb: str) -> str:
    return verb + verb[-1] if verb in _DOUBLED else verb


def _with_i(verb: str) -> str:
    """With i for y behind a consonant: carry, carries; but stay, stays."""
    is_y = verb.endswith("y") and verb[-2] not in _VOWELS
    return f"{verb[:-1]}i" if is_y else verb
