"""The programme: what makes this hotline this one, as its values; `programme_file` reads them.

Refuses to know: files, and which programme it is. Nothing in the code may ask for its id.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .dialogue import Answer
from .figure_words import FigureWords
from .strength import Strength

MOST_WORDS = 12
LANGUAGE_NAMES = {"ar": "العربية", "en": "English", "ru": "Русский", "uk": "Українська"}
RIGHT_TO_LEFT = frozenset({"ar"})
_WORD = re.compile(r"\S*\w\S*")
WEAKEST_UNLESS_SAID = Strength.ENDPOINT

Text = Mapping[str, str]
"""A text in each of the programme's languages."""
Sentences = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose; `urgent` puts the case before the others."""

    id: str
    urgent: bool
    text: Text


@dataclass(frozen=True, slots=True)
class Question:
    """One question to the caller, who may leave any of them out."""

    id: str
    kind: str
    text: Text
    options: tuple[Option, ...] = ()

    def option(self, answer: object) -> Option | None:
        """The option that was chosen, or None."""
        return next((option for option in self.options if option.id == answer), None)


@dataclass(frozen=True, slots=True)
class LineRules:
    """What messaging lines may carry, and what they offer instead.

    `weakest_for_sensitive`: through a weaker line no answer with a place or a time goes out.
    `page` and `onion`: the page's addresses, empty when they are not to be told.
    """

    weakest_for_sensitive: Strength = WEAKEST_UNLESS_SAID
    questions_on_lines: bool = True
    page: str = ""
    onion: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """All that makes this hotline this one; languages in the order of the first screen.

    `opening`: the words that may come first to an address that somebody named; empty: none may.
    `arrived`: what it calls a journey that ended well, as a team confirmed it. `plan_over` and
    `plan_changed`: what a caller is told by itself of a plan; empty: in the desk's own words.
    """

    id: str
    languages: tuple[str, ...]
    name: Text
    title: Text
    about: Sentences
    promised: Sentences
    not_promised: Sentences
    form_promised: Sentences
    form_not_promised: Sentences
    questions: tuple[Question, ...]
    lines: LineRules = LineRules()
    opening: Text = field(default_factory=dict)
    arrived: Text = field(default_factory=dict)
    figures: Mapping[str, FigureWords] = field(default_factory=dict)
    plan_over: Text = field(default_factory=dict)
    plan_changed: Text = field(default_factory=dict)

    def public(self) -> dict[str, Any]:
        """What the page needs, ready for JSON: no urgency, no form's texts, no lines."""
        return {
            "id": self.id,
            "languages": list(self.languages),
            "name": dict(self.name),
            "title": dict(self.title),
            "about": {lang: list(each) for lang, each in self.about.items()},
            "promised": {lang: list(each) for lang, each in self.promised.items()},
            "not_promised": {lang: list(each) for lang, each in self.not_promised.items()},
            "questions": [
                {
                    "id": question.id,
                    "kind": question.kind,
                    "text": dict(question.text),
                    "options": [
                        {"id": option.id, "text": dict(option.text)} for option in question.options
                    ],
                }
                for question in self.questions
            ],
        }

    def urgency(self, answers: Mapping[str, Answer]) -> bool:
        """Tell whether any answer is one that the programme marks as urgent."""
        chosen = ((question, answers.get(question.id)) for question in self.questions)
        options = (question.option(answer) for question, answer in chosen)
        return any(option.urgent for option in options if option is not None)

    def readable(self, answers: Mapping[str, Answer], lang: str) -> list[tuple[str, str]]:
        """Question and answer in the words of `lang`, in the programme's order.

        What the programme does not know (an older or a newer one asked it) keeps its raw form.
        """
        known = {question.id: question for question in self.questions}
        ordered = [*(name for name in known if name in answers), *(answers.keys() - known.keys())]
        return [_said(known.get(name), name, answers[name], lang) for name in ordered]


def _said(question: Question | None, name: str, answer: Answer, lang: str) -> tuple[str, str]:
    raw = ", ".join(answer) if isinstance(answer, tuple) else str(answer)
    if question is None:
        return name, raw
    option = question.option(answer)
    return _in(question.text, lang), _in(option.text, lang) if option else raw


def _in(text: Text, lang: str) -> str:
    return text.get(lang) or next(iter(text.values()))


def word_count(sentence: str) -> int:
    """How many words a sentence has; a lone dash is none."""
    return len(_WORD.findall(sentence))
