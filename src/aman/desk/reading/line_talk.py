"""The talk's place in taking in: what the hotline says by itself, while nobody is signed in.

Promises: a talk that fails loses no message; it says so little that two machines can't go on for
ever; a phrase that it draws is said once, through the line, and kept nowhere.
Refuses to know: what is asked (`aman.desk.talk`).
"""

import logging
from dataclasses import dataclass
from secrets import token_bytes
from typing import Any

import msgspec
from django.db import transaction

from aman.core.line_dialogue import LineMessage, Outgoing
from aman.core.phrase import ENTROPY_BYTES, Phrase
from aman.desk.casebook.models import Case
from aman.desk.casebook.programme import the_programme
from aman.desk.lines.instructions import To, has_room, instruct
from aman.desk.lines.merging import group_of
from aman.desk.lines.talk_state import Kept, as_told, keep_talk, kept_talk
from aman.desk.lines.words import nine_words, words_already
from aman.desk.running import Desk
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
    _until: int = 0

    def hear(self, to: To, said: LineMessage, raw: bytes) -> bytes:
        """Let the talk hear a message; gives its body with what the talk understood.

        Of a text in parts it hears the first, and of an edited message nothing: it was heard.
        Who has had all the automatic words that he may get is heard all the same: he may call
        for a person.
        """
        if said.part > 1 or said.edits is not None:
            return raw
        try:
            with transaction.atomic():
                before = kept_talk(self.desk, to.case.number)
                taken = self._step(to, said, before)
                if has_room(to.contact, self.intake.tick):
                    is_told = self._speak(to, said, taken)
                    keep_talk(self.desk, to.case.number, _state(before.state, taken, is_told))
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
        return step(as_told(before.state, to.contact), heard, the_programme())

    def _speak(self, to: To, said: LineMessage, taken: Step) -> bool:
        """Say it; False when nothing may be said."""
        wrote_at = heard_at(said, self.intake.tick)
        until = own_words_until(group_of(to.case.number), wrote_at, self.intake.now)
        if until is None:
            return False
        self._until = until
        for each in taken.says:
            self._say(to, said, each)
        if taken.wants_words and to.case.has_phrase:
            self._say(to, said, Say(words_already(taken.lang), taken.lang))
        elif taken.wants_words:
            self._give_words(to, said, taken.lang)
        return True

    def _say(self, to: To, said: LineMessage, say: Say) -> None:
        outgoing = Outgoing(
            said.address, say.text, said.route, say.lang, say.buttons, say.notice, self._until
        )
        instruct(self.desk, to, outgoing, self.intake.tick)

    def _give_words(self, to: To, said: LineMessage, lang: str) -> None:
        """Draw nine words and say them; that is slow, and ends this helping."""
        phrase = Phrase.from_random(token_bytes(ENTROPY_BYTES))
        keys = phrase.keys(self.desk.hotline)
        self.intake.is_full = True
        self._say(to, said, Say(nine_words(phrase, lang), lang))
        self._drawn = CallerSide(keys.token, keys.reply_kem.public_key(), keys.reply_key)

    def pin_words(self, case: Case) -> None:
        """Make nine words that were said the case's; words that nobody heard are nobody's."""
        if self._drawn is not None:
            self.intake.pin(case, self._drawn)
            self._drawn = None


def heard_at(said: LineMessage, tick: int) -> int:
    """When he wrote, as far as his line knows: what it brought may have been held up for hours."""
    return min(said.at or tick, tick)


def _was_answered(case: Case) -> bool:
    """Whether a person at the desk has taken over, here or in a case of the same person."""
    if case.answered_at is not None:
        return True
    others = [number for number in group_of(case.number) if number != case.number]
    return Case.objects.filter(number__in=others, answered_at__isnull=False).exists()


def _state(before: TalkState | None, taken: Step, is_told: bool) -> TalkState:  # noqa: FBT001 - one fact
    """What is kept; a line that said nothing has not said how strong it is."""
    if is_told:
        return taken.state
    return msgspec.structs.replace(taken.state, told=before.told if before else ())


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
