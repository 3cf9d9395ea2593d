"""The programme's questions as a talk, one step a message: what was heard in, what to say out.

Promises: pure, no clock, no chance. The first message gets one short answer and never a promise
that is not kept; every question can be skipped, is shown three times at most, and ends at once
when somebody calls for a person or an operator has answered. Free text stays free text.
Refuses to know: who somebody is, addresses, and how anything is sent. The desk keeps every
message as it came; a step only reads it.
"""

from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from aman.core.dialogue import Answer
from aman.core.line_dialogue import Button
from aman.core.programme import Programme, Question
from aman.core.strength import Strength

from .language import detect, known
from .meaning import is_command, meant
from .menu import (
    Meant,
    Wish,
    language_buttons,
    other_names,
    pressed,
    question_buttons,
)
from .phases import Event, Phase, after
from .texts import Texts, the_texts

MOST_SHOWN = 3
"""How often a question is shown at most: once, once more after free text, and in a new language."""
SHOWN_AGAIN_AFTER = 2
"""Messages that are no answer before the question is shown again, once."""
MOST_CALLS_ANSWERED = 3
"""So that two machines that call each other for help fall silent."""
_TOLD_BYTES = 160
CALLED = "@person"
"""As an answer of a message: its writer calls for a person. No question can have this id."""

_Count = Annotated[int, Meta(ge=0, le=99)]


class TalkState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the desk keeps of a talk between two messages: under 400 bytes of JSON.

    `settled`: the language is the person's own choice or writing, not a guess. `shown`, `passed`:
    how often the open question was shown, and messages since that were no answer. `choosing`: the
    list of languages was shown last. `presses`: he has pressed a button, so his line has them.
    `calls` grows each time he calls for a person. `told`: lines that have said how strong they are.
    """

    lang: str = ""
    settled: bool = False
    phase: Phase = Phase.NEW
    question: str = ""
    shown: _Count = 0
    passed: _Count = 0
    choosing: bool = False
    presses: bool = False
    calls: _Count = 0
    told: tuple[str, ...] = ()


class Heard(msgspec.Struct, frozen=True):
    """One message of a person; `other`: a file, a place or a contact came with it."""

    line: str
    strength: Strength
    text: str = ""
    pressed: str | None = None
    other: bool = False
    lang_hint: str = ""
    operator_answered: bool = False

    def __repr__(self) -> str:
        return "<Heard>"


class Say(msgspec.Struct, frozen=True):
    """One message to send; `notice`: the line says before it how strong it is."""

    text: str
    lang: str
    buttons: tuple[Button, ...] = ()
    notice: bool = False

    def __repr__(self) -> str:
        return "<Say>"


class Step(msgspec.Struct, frozen=True):
    """What follows from a message. `wants_words`: he asks for nine words."""

    state: TalkState
    says: tuple[Say, ...]
    answers: dict[str, Answer]
    lang: str
    wants_words: bool

    def __repr__(self) -> str:
        return "<Step>"


def step(state: TalkState | None, heard: Heard, programme: Programme) -> Step:
    """Go one message on. `state` is None for a first message, or when it was lost."""
    turn = _Turn(state or TalkState(), heard, programme)
    turn.hear()
    return turn.step()


class _Turn:
    """One step while it is being made."""

    def __init__(self, state: TalkState, heard: Heard, programme: Programme) -> None:
        self._state = state
        self._heard = heard
        self._programme = programme
        self._questions = programme.questions if programme.lines.questions_on_lines else ()
        self._says: list[Say] = []
        self._answers: dict[str, Answer] = {}
        self._wants_words = False

    def step(self) -> Step:
        return Step(
            self._state, tuple(self._says), self._answers, self._state.lang, self._wants_words
        )

    def hear(self) -> None:
        if self._state.phase is Phase.ASKING and self._open() is None:
            self._move(Event.ALL_ASKED)  # the programme has changed
        meaning = self._meaning()
        relearned = self._settle_language(meaning)
        self._set(choosing=False, presses=self._state.presses or self._heard.pressed is not None)
        if meaning.question and meaning.answer is not None:
            self._answers[meaning.question.id] = meaning.answer
        if self._programme.urgency(self._answers):
            meaning = Meant(Wish.CALL)
        if meaning.wish is Wish.CALL:
            self._set(calls=min(self._state.calls + 1, 99))
        if self._heard.operator_answered:
            self._go_on_quietly(meaning)
        elif self._state.phase is Phase.NEW:
            self._greet(meaning)
        else:
            self._go_on(meaning, relearned=relearned)
        self._say_strength()

    # Hearing

    def _meaning(self) -> Meant:
        heard = self._heard
        if heard.pressed is not None:
            meaning = pressed(heard.pressed, self._programme)
            if meaning.wish is not Wish.NOTHING:
                return meaning
        is_plain = not heard.other and not heard.operator_answered
        question = self._open() if is_plain else None
        return meant(heard.text, self._programme, question, self._listed(question))

    def _listed(self, question: Question | None) -> Sequence[Button]:
        """The buttons whose numbers mean something now."""
        if self._heard.other:
            return ()
        if self._state.choosing:
            return language_buttons(self._programme)
        known_language = self._state.lang in self._programme.languages
        if question is None or question.kind != "choice" or not known_language:
            return ()
        return self._buttons(question)

    def _settle_language(self, meaning: Meant) -> bool:
        """Take up the language; tells whether it is another than what was used until now."""
        state, heard, languages = self._state, self._heard, self._programme.languages
        before = state.lang if state.lang in languages else ""
        lang, settled = before, state.settled and bool(before)
        if meaning.wish is Wish.LANGUAGE:
            lang, settled = meaning.lang, True
        elif not settled:
            text = "" if heard.pressed is not None or is_command(heard.text) else heard.text
            found = detect(text, hint=heard.lang_hint, among=languages)
            if found and (found.sure or not before):
                lang, settled = found.lang, found.sure
            elif not before:
                lang = known(heard.lang_hint, languages) or languages[0]
        changed = bool(before) and lang != before
        if changed and not state.settled:
            self._set(told=())  # what the line said of itself stood in a language nobody chose
        self._set(lang=lang, settled=settled)
        return changed

    # Going on

    def _go_on_quietly(self, meaning: Meant) -> None:
        self._move(Event.OPERATOR)
        match meaning.wish:
            case Wish.CALL:
                self._move(Event.CALL)
            case Wish.LANGUAGE:
                self._say(self._texts("switched"))
            case Wish.LANGUAGES:
                self._choose_language()
            case Wish.WORDS:
                self._tell_words()
            case _:
                pass

    def _greet(self, meaning: Meant) -> None:
        texts, called = self._texts, meaning.wish is Wish.CALL
        question = self._next(meaning.question) if meaning.wish is not Wish.STOP else None
        question = None if called else question
        lines = [texts("arrived")]
        lines += [texts("person")] if called else [texts("reader"), texts("help")]
        lines.append(texts("words"))
        if not called:
            lines += self._care()
        lines += [texts("questions")] if question else []
        names = other_names(self._programme, self._state.lang)
        buttons = language_buttons(self._programme) if names and not question else ()
        self._set(choosing=bool(buttons))
        if names and question and question.kind != "choice":
            lines.append(texts("names", names=names))
        self._say(*lines, buttons=buttons)
        if called:
            self._move(Event.CALL)
        elif question:
            self._move(Event.ASKED)
            self._ask(question)
        else:
            self._move(Event.STOP if meaning.wish is Wish.STOP else Event.ALL_ASKED)
        if meaning.wish is Wish.LANGUAGES:
            self._choose_language()
        elif meaning.wish is Wish.WORDS:
            self._tell_words()

    def _go_on(self, meaning: Meant, *, relearned: bool) -> None:
        asking = self._state.phase is Phase.ASKING
        is_open = asking and meaning.question == self._open()
        match meaning.wish:
            case Wish.CALL:
                self._call()
            case Wish.ANSWER | Wish.SKIP if is_open:
                self._advance()
            case Wish.STOP if asking:
                self._move(Event.STOP)
                self._say(self._texts("stopped"))
            case Wish.LANGUAGE:
                self._switch()
            case Wish.LANGUAGES:
                self._choose_language()
            case Wish.WORDS:
                self._tell_words()
            case Wish.NOTHING:
                self._hear_free_text(relearned=relearned)
            case _:
                pass  # an old button: its answer is kept, the open question stays

    def _hear_free_text(self, *, relearned: bool) -> None:
        if relearned:
            self._switch()
        elif self._heard.line not in self._state.told:
            self._say(self._texts("arrived"), self._texts("reader"), *self._care())
            self._show_again()
        elif self._state.phase is Phase.ASKING:
            self._set(passed=min(self._state.passed + 1, 99))
            if self._state.passed == SHOWN_AGAIN_AFTER:
                self._show_again()

    def _call(self) -> None:
        self._move(Event.CALL)
        if self._state.calls <= MOST_CALLS_ANSWERED:
            self._say(self._texts("ended"), self._texts("person"))

    def _switch(self) -> None:
        texts = self._texts
        asking = self._state.phase is Phase.ASKING
        self._say(texts("switched"), *([texts("help")] if asking else []), texts("words"))
        self._show_again()

    def _choose_language(self) -> None:
        self._say(self._texts("choose"), buttons=language_buttons(self._programme))
        self._set(choosing=True)

    def _tell_words(self) -> None:
        texts, lines = self._texts, self._programme.lines
        pages = [f"{texts('page')}\n{lines.page}"] if lines.page else []
        pages += [f"{texts('onion')}\n{lines.onion}"] if lines.onion else []
        self._wants_words = True
        self._say(texts("nine"), texts("secret"), *pages)

    def _advance(self) -> None:
        question = self._next(self._open())
        if question is None:
            self._move(Event.ALL_ASKED)
            self._say(self._texts("thanks"))
        else:
            self._ask(question)

    def _ask(self, question: Question) -> None:
        self._set(question=question.id, shown=0, passed=0)
        self._show_again()

    def _show_again(self) -> None:
        question = self._open()
        if question is None or self._state.shown >= MOST_SHOWN:
            return
        self._set(shown=self._state.shown + 1)
        lines = [question.text[self._state.lang]]
        lines += [self._texts(question.kind)] if question.kind != "choice" else []
        self._say(*lines, buttons=self._buttons(question))

    def _say_strength(self) -> None:
        told, line = self._state.told, self._heard.line
        if not self._says or line in told:
            return
        self._says[0] = msgspec.structs.replace(self._says[0], notice=True)
        told = (*told, line)
        while len(msgspec.json.encode(told)) > _TOLD_BYTES:
            told = told[1:]
        self._set(told=told)

    # Small things

    @property
    def _texts(self) -> Texts:
        return the_texts()[self._state.lang]

    def _set(self, **changes: object) -> None:
        self._state = msgspec.structs.replace(self._state, **changes)

    def _move(self, event: Event) -> None:
        phase = after(self._state.phase, event)
        open_ = self._state.question if phase is Phase.ASKING else ""
        self._set(phase=phase, question=open_)

    def _say(self, *lines: str, buttons: tuple[Button, ...] = ()) -> None:
        self._says.append(Say("\n".join(lines), self._state.lang, buttons))

    def _care(self) -> list[str]:
        is_strong = self._heard.strength.at_least(self._programme.lines.weakest_for_sensitive)
        return [] if is_strong else [self._texts("careful")]

    def _buttons(self, question: Question) -> tuple[Button, ...]:
        return question_buttons(question, self._programme, self._texts, presses=self._state.presses)

    def _open(self) -> Question | None:
        if self._state.phase is not Phase.ASKING:
            return None
        found = (each for each in self._questions if each.id == self._state.question)
        return next(found, None)

    def _next(self, question: Question | None) -> Question | None:
        """The question after this one, or the first."""
        at = self._questions.index(question) + 1 if question in self._questions else 0
        return self._questions[at] if at < len(self._questions) else None
