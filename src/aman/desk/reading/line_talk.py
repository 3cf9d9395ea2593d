"""The talk's place in taking in: what the hotline says by itself, while nobody is signed in.

Promises: a talk that fails loses no message; it says so little that two machines can't go on for
ever; a phrase that it draws is said once, through the line, and kept nowhere.
Refuses to know: what is asked (`aman.desk.talk`).
"""

import logging
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import transaction

from aman.core.line_dialogue import LineMessage, Outgoing
from aman.desk.casebook.models import Case
from aman.desk.casebook.programme import the_programme
from aman.desk.lines.contacts import surely_heard_at
from aman.desk.lines.instructions import To, has_room, instruct
from aman.desk.lines.merging import group_of
from aman.desk.lines.models import PassedWords
from aman.desk.lines.passed_words import note_passed
from aman.desk.lines.talk_state import Kept, as_told, keep_talk, kept_talk, never_got_out, untold
from aman.desk.lines.words import nine_words, words_already, words_later, words_read_here
from aman.desk.running import Desk
from aman.desk.safe_contact.rules import Sending
from aman.desk.safe_contact.wishes import own_words_until
from aman.desk.talk.steps import CALLED, Heard, Say, Step, TalkState, step

from .joining import CallerSide, Intake

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class LineTalk:
    """What is said by itself in one delivery."""

    desk: Desk
    intake: Intake
    _drawn: CallerSide | None = None
    _passed: PassedWords | None = None
    _until: int = 0

    def hear(
        self, to: To, said: LineMessage, raw: bytes, passed: PassedWords | None = None
    ) -> bytes:
        """Let the talk hear a message; gives its body with what the talk understood.

        Of a text in parts it hears the first, and of an edited message nothing: it was heard.
        Who has had all the automatic words that he may get is heard all the same: he may call
        for a person. `passed`: there were nine words in it.
        """
        self._passed = passed
        if said.part > 1 or said.edits is not None:
            return raw
        try:
            with transaction.atomic():
                before = kept_talk(self.desk, to.case.number)
                taken = self._step(to, said, before)
                if has_room(to.contact, self.intake.tick):
                    state = self._speak(to, said, taken, before.state)
                    keep_talk(self.desk, to.case.number, state)
                return _understood(raw, said, taken, called=_called(before.state, taken))
        except Exception:  # noqa: BLE001 - whatever it was, the message is kept
            _log.exception("a talk failed")
            self._drawn = None
            return raw

    def _step(self, to: To, said: LineMessage, before: Kept) -> Step:
        is_known = before.lost or (before.state is None and to.case.has_phrase)
        heard = Heard(
            line=to.line.name,
            strength=to.line.strength,
            text=said.text,
            pressed=said.pressed,
            other=bool(said.files or said.place or said.contacts),
            lang_hint=said.lang,
            operator_answered=is_known or _was_answered(to.case),
        )
        state = as_told(before.state, to.contact)
        if state is not None and never_got_out(to.contact):
            state = untold(state, to.line.name)
        return step(state, heard, the_programme())

    def _speak(self, to: To, said: LineMessage, taken: Step, before: TalkState | None) -> TalkState:
        """Say it, unless nothing may be said; gives what is to be kept of the talk.

        A line that said nothing has not said how strong it is.
        """
        surely_at = surely_heard_at(to.line.strength, heard_at(said, self.intake.tick))
        writing = Sending(to.contact.pk, "", self.intake.now, surely_at)
        until = own_words_until(group_of(to.case.number), writing)
        if until is None:
            return msgspec.structs.replace(taken.state, told=before.told if before else ())
        self._until = until
        for each in taken.says:
            self._say(to, said, each)
        if taken.wants_words and to.case.has_phrase:
            self._say(to, said, Say(words_already(taken.lang), taken.lang))
        elif taken.wants_words:
            self._give_words(to, said, taken.lang)
        return self._say_who_reads(to, said, taken)

    def _say_who_reads(self, to: To, said: LineMessage, taken: Step) -> TalkState:
        """Once, when nine words went through a line where others read along."""
        passed, state, line = self._passed, taken.state, to.line.name
        if passed is None or passed.is_told or not _is_weak(to):
            return state
        is_first = line not in state.told
        self._say(to, said, Say(words_read_here(taken.lang), taken.lang, notice=is_first))
        passed.is_told = True
        passed.save(update_fields=["is_told"])
        return msgspec.structs.replace(state, told=(*state.told, line)) if is_first else state

    def _say(self, to: To, said: LineMessage, say: Say) -> None:
        outgoing = Outgoing(
            said.address, say.text, said.route, say.lang, say.buttons, say.notice, self._until
        )
        instruct(self.desk, to, outgoing, self.intake.tick)

    def _give_words(self, to: To, said: LineMessage, lang: str) -> None:
        """Say nine words that were made ready, or that there are none now."""
        words = self.desk.ready_words.take(self.desk.clock())
        if words is None:
            self._say(to, said, Say(words_later(lang), lang))
            return
        keys = words.keys
        self._say(to, said, Say(nine_words(words.phrase, lang, is_read=_is_weak(to)), lang))
        self._drawn = CallerSide(keys.token, keys.reply_kem.public_key(), keys.reply_key)

    def pin_words(self, to: To) -> None:
        """Make nine words that were said the case's; words that nobody heard are nobody's."""
        if self._drawn is None:
            return
        self.intake.pin(to.case, self._drawn)
        passed = note_passed(bytes(to.case.token_digest or b""), to.line, self.intake.tick)
        if passed is not None:
            passed.is_told = True
            passed.save(update_fields=["is_told"])
        self._drawn = None


def _is_weak(to: To) -> bool:
    """Whether others read along on this line, as the programme sees it."""
    return not to.line.strength.at_least(the_programme().lines.weakest_for_sensitive)


def heard_at(said: LineMessage, tick: int) -> int:
    """When he wrote, as far as his line knows: what it brought may have been held up for hours."""
    return min(said.at or tick, tick)


def _was_answered(case: Case) -> bool:
    """Whether a person at the desk has taken over, here or in a case of the same person."""
    if case.answered_at is not None:
        return True
    others = [number for number in group_of(case.number) if number != case.number]
    return Case.objects.filter(number__in=others, answered_at__isnull=False).exists()


def _called(before: TalkState | None, taken: Step) -> bool:
    """Whether this message calls for a person."""
    return taken.state.calls > (before.calls if before else 0)


def _understood(raw: bytes, said: LineMessage, taken: Step, *, called: bool) -> bytes:
    """The body with answers and language of the talk; what nobody knows in it stays."""
    lang = taken.lang or said.lang
    answers = {**taken.answers, CALLED: True} if called else taken.answers
    if not answers and lang == said.lang:
        return raw
    body: dict[str, Any] = msgspec.json.decode(raw)
    body["answers"] = {**said.answers, **answers}
    body["lang"] = lang
    return msgspec.json.encode(body)
