"""From one request to one answer: which screen follows which.

Promises: a wrong phrase is told without any request to the front; what was not sent stays in
the field; the phrase is in no address and no header.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from aman.core.dialogue import Answer as SaidAnswer
from aman.core.keys import CallerKeys, from_base64url, to_base64url
from aman.core.phrase import ENTROPY_BYTES, Fault, Phrase, WrongPhrase, read_phrase
from aman.core.programme import Programme
from aman.core.wordlist import WordList
from aman.lines.belief import Hotline
from aman.lines.derivations import Busy, Derivations
from aman.lines.exchange import Answer
from aman.lines.front import Front, FrontAway

from .correspondence import Correspondence
from .messages import Part, TooMuch, Written
from .reading import Reading
from .requests import Request
from .screens import (
    LEAVE_PATH,
    MOST_ANSWER_LETTERS,
    MOST_DIGITS,
    MOST_LETTERS,
    MOST_PHRASE_LETTERS,
    PATH,
    Draft,
    Screens,
    Talk,
    answer_name,
)
from .texts import Texts
from .visit import BrokenVisit, ShownReply, Visit

_DRAFT_BYTES = 16
_EMPTY, _NO_NUMBER = "write.empty", "write.number"
_HTML = ("Content-Type", "text/html; charset=utf-8")
_NOT_FOUND = Answer(b"Not found\n", 404, (("Content-Type", "text/plain; charset=utf-8"),))
_FAULTS = {Fault.LENGTH: "enter.length", Fault.CHECK: "enter.check"}


class WrongAnswer(Exception):  # noqa: N818 - what the person is told, by a text's key
    """An answer to a question is not of its kind."""

    person = "Please write the number in digits."
    operator = "An answer on the form was not of its kind."


@dataclass(frozen=True, slots=True)
class Outside:
    """What the steps reach for outside themselves."""

    front: Callable[[], Front]
    hotline: Hotline
    derivations: Derivations
    wait_seconds: float


class Steps:
    """Answers requests; one for all children, made before they are."""

    def __init__(  # noqa: PLR0913 - all that is read at the start
        self,
        *,
        programme: Programme,
        texts: Mapping[str, Texts],
        words: Mapping[str, WordList],
        sheet: str,
        policy: str,
        outside: Outside,
    ) -> None:
        self._programme = programme
        self._texts = texts
        self._words = words
        self._policy = policy
        self._outside = outside
        self._screens = {
            lang: Screens(programme, texts[lang], words[lang], sheet)
            for lang in programme.languages
        }
        self._steps: dict[str, Callable[[str, Mapping[str, str]], Answer]] = {
            "about": self._about,
            "write": self._write,
            "send": self._send,
            "words": self._show_words,
            "repeat": self._repeat,
            "check": self._check,
            "enter": self._enter,
            "open": self._open,
            "look": self._look,
            "all": self._look_at_all,
        }

    def answer(self, request: Request) -> Answer:
        """Answer one request."""
        lang = _preferred(request.languages, self._programme.languages)
        where = request.method, request.target
        if where == ("GET", LEAVE_PATH):
            clear = ("Clear-Site-Data", '"cache", "cookies", "storage"')
            return self._page(self._screens[lang].away(), lang, clear)
        if where == ("GET", PATH) or (where == ("POST", PATH) and request.from_elsewhere):
            return self._page(self._screens[lang].languages(), lang)
        if where == ("POST", PATH):
            return self._step(request.fields, lang)
        return self._with_policy(_NOT_FOUND)

    def trouble(self) -> Answer:
        """The answer when something here has failed."""
        lang = self._programme.languages[0]
        return replace(self._page(self._screens[lang].trouble(), lang), status=500)

    def too_long(self) -> Answer:
        """The answer to a body that no form of ours makes."""
        plain = (("Content-Type", "text/plain; charset=utf-8"),)
        return self._with_policy(Answer(b"Too long\n", 413, plain))

    def _step(self, fields: Mapping[str, str], preferred: str) -> Answer:
        lang = fields.get("lang", "")
        step = self._steps.get(fields.get("to") or fields.get("step", ""))
        if lang not in self._screens or step is None:
            return self._page(self._screens[preferred].languages(), preferred)
        try:
            return step(lang, fields)
        except BrokenVisit:
            return self._about(lang, fields)

    def _page(self, page: bytes, lang: str, *headers: tuple[str, str]) -> Answer:
        answer = Answer(page, headers=(_HTML, ("Content-Language", lang), *headers))
        return self._with_policy(answer)

    def _with_policy(self, answer: Answer) -> Answer:
        policy = ("Content-Security-Policy", self._policy)
        return replace(answer, headers=(policy, *answer.headers))

    # -- steps that ask nothing of the front

    def _about(self, lang: str, fields: Mapping[str, str]) -> Answer:
        del fields
        return self._page(self._screens[lang].about(), lang)

    def _write(self, lang: str, fields: Mapping[str, str]) -> Answer:
        if "phrase" in fields:
            visit = Visit.read(lang, fields)
        else:
            phrase = Phrase.from_random(os.urandom(ENTROPY_BYTES))
            visit = Visit.begin(lang, phrase, new=True)
        draft = Draft(to_base64url(os.urandom(_DRAFT_BYTES)))
        return self._page(self._screens[lang].write(visit, draft), lang)

    def _show_words(self, lang: str, fields: Mapping[str, str]) -> Answer:
        visit = Visit.read(lang, fields)
        return self._page(self._screens[lang].words(visit, just_sent=False), lang)

    def _repeat(self, lang: str, fields: Mapping[str, str]) -> Answer:
        return self._page(self._screens[lang].repeat(Visit.read(lang, fields)), lang)

    def _enter(self, lang: str, fields: Mapping[str, str]) -> Answer:
        del fields
        return self._page(self._screens[lang].enter(), lang)

    def _check(self, lang: str, fields: Mapping[str, str]) -> Answer:
        visit, typed = Visit.read(lang, fields), fields.get("typed", "")
        mistake = ""
        try:
            if self._read_phrase(typed, lang) != visit.phrase:
                mistake = self._texts[lang]("repeat.other")
        except WrongPhrase as wrong:
            mistake = self._told(wrong, lang)
        if mistake:
            return self._page(self._screens[lang].repeat(visit, typed, mistake), lang)
        return self._looked(visit, quick=True, first=("repeat.right",))

    def _read_phrase(self, typed: str, lang: str) -> Phrase:
        if len(typed) > MOST_PHRASE_LETTERS:
            raise WrongPhrase(Fault.LENGTH)
        return read_phrase(typed, self._words, lang).phrase

    def _told(self, wrong: WrongPhrase, lang: str) -> str:
        if wrong.fault is not Fault.WORD:
            return self._texts[lang](_FAULTS[wrong.fault])
        which = ", ".join(str(at + 1) for at in wrong.unknown)
        return self._texts[lang]("enter.word", which=which)

    # -- steps that go to the front

    def _open(self, lang: str, fields: Mapping[str, str]) -> Answer:
        typed = fields.get("typed", "")
        try:
            phrase = self._read_phrase(typed, lang)
        except WrongPhrase as wrong:
            mistake = self._told(wrong, lang)
            return self._page(self._screens[lang].enter(typed, mistake), lang)
        return self._looked(Visit.begin(lang, phrase))

    def _look(self, lang: str, fields: Mapping[str, str]) -> Answer:
        return self._looked(Visit.read(lang, fields), quick="to" in fields)

    def _look_at_all(self, lang: str, fields: Mapping[str, str]) -> Answer:
        return self._looked(replace(Visit.read(lang, fields), upto=0, replies=()))

    def _send(self, lang: str, fields: Mapping[str, str]) -> Answer:
        visit = Visit.read(lang, fields)
        try:
            parts = self._written(visit, fields).parts()
        except TooMuch:
            return self._write_again(visit, fields, "write.too_long")
        except WrongAnswer as wrong:
            return self._write_again(visit, fields, str(wrong))
        try:
            correspondence, reading = self._begin(visit)
            correspondence.send(parts)
        except FrontAway:
            return self._write_again(visit, fields, "write.not_sent", "write.not_sent_next")
        except Busy:
            return self._write_again(visit, fields, "write.not_sent", "talk.busy")
        sent = visit.with_sent(tuple(part.message_id for part in parts))
        if visit.new:
            return self._page(self._screens[lang].words(sent, just_sent=True), lang)
        return self._listened(sent, correspondence, reading, parts)

    def _listened(
        self, visit: Visit, correspondence: Correspondence, reading: Reading, parts: list[Part]
    ) -> Answer:
        waited_for = [part.message_id for part in parts]
        try:
            seconds = self._outside.wait_seconds
            correspondence.listen(reading, waited_for, asked=visit.upto, seconds=seconds)
        except FrontAway:
            return self._talk(visit, Talk(("talk.front_away",)))
        return self._read(visit, correspondence, reading)

    def _write_again(self, visit: Visit, fields: Mapping[str, str], *mistakes: str) -> Answer:
        draft = Draft(fields.get("draft", ""), fields, mistakes)
        return self._page(self._screens[visit.lang].write(visit, draft), visit.lang)

    def _written(self, visit: Visit, fields: Mapping[str, str]) -> Written:
        text = fields.get("text", "").replace("\r\n", "\n").strip()
        answers = self._answers(fields)
        if not text and not answers:
            raise WrongAnswer(_EMPTY)
        if len(text) > MOST_LETTERS:
            raise TooMuch
        try:
            draft = from_base64url(fields.get("draft", ""), _DRAFT_BYTES)
        except ValueError:
            raise BrokenVisit from None
        return Written(draft, visit.session, visit.n, visit.lang, text, answers, visit.upto)

    def _answers(self, fields: Mapping[str, str]) -> dict[str, SaidAnswer]:
        answers: dict[str, SaidAnswer] = {}
        for question in self._programme.questions:
            given = fields.get(answer_name(question), "").strip()
            if not given or (question.kind == "choice" and question.option(given) is None):
                continue
            if question.kind == "number":
                if len(given) > MOST_DIGITS or not given.isdecimal():
                    raise WrongAnswer(_NO_NUMBER)
                answers[question.id] = int(given)
            else:
                answers[question.id] = given[:MOST_ANSWER_LETTERS]
        return answers

    def _begin(self, visit: Visit) -> tuple[Correspondence, Reading]:
        """Derive the keys, and look once: a bucket's tick says which epoch is running."""
        outside = self._outside
        with outside.derivations.place():
            keys: CallerKeys = visit.phrase.keys(outside.hotline.id)
        correspondence = Correspondence(outside.front(), outside.hotline, keys)
        reading = Reading(visit.upto)
        correspondence.look(reading)
        return correspondence, reading

    def _looked(self, visit: Visit, *, quick: bool = False, first: tuple[str, ...] = ()) -> Answer:
        """Ask for what came after the last look; `quick` waits only for what is not known yet."""
        waited_for = [each for sent in visit.sent for each in sent.ids] if quick else []
        try:
            correspondence, reading = self._begin(visit)
            asked, seconds = reading.without_gap(), self._outside.wait_seconds
            correspondence.knock(ack=visit.upto, again=asked)
            if not reading.settles(waited_for):
                correspondence.listen(reading, waited_for, asked=asked, seconds=seconds)
        except FrontAway:
            return self._talk(visit, Talk((*first, "talk.front_away")))
        except Busy:
            return self._talk(visit, Talk((*first, "talk.busy")))
        return self._read(visit, correspondence, reading, first)

    def _read(
        self,
        visit: Visit,
        correspondence: Correspondence,
        reading: Reading,
        first: tuple[str, ...] = (),
    ) -> Answer:
        now = int(self._outside.hotline.clock())
        new = tuple(
            ShownReply(each.reply.at, each.reply.text) if each.reply else ShownReply(now, None)
            for each in reading.replies()
        )
        delivered = frozenset(
            sent.n for sent in visit.sent if sent.ids and all(map(reading.got, sent.ids))
        )
        if reading.begun_anew():
            visit = visit.begun_anew(delivered)
        all_delivered = len(delivered) == len(visit.sent)
        notes = _notes(reading, visit, away=correspondence.desk_is_away(), delivered=all_delivered)
        talk = Talk((*first, *notes), delivered, good=bool(new or first))
        upto = max(visit.upto, reading.read_upto())
        shown = replace(visit, upto=upto, replies=(*visit.replies, *new))
        answer = self._talk(shown, talk)
        if new:
            again = None if reading.caught_up() else upto
            done = partial(correspondence.knock, ack=upto, again=again)
            return replace(answer, afterwards=done)
        return answer

    def _talk(self, visit: Visit, talk: Talk) -> Answer:
        now = self._outside.hotline.clock()
        return self._page(self._screens[visit.lang].talk(visit, talk, now), visit.lang)


def _notes(reading: Reading, visit: Visit, *, away: bool, delivered: bool) -> list[str]:
    notes = []
    if away:
        notes.append("talk.desk_away")
    if reading.begun_anew():
        notes += ["talk.anew", "talk.anew_next"]
    if reading.replies():
        notes.append("talk.new")
    elif reading.status is None and not visit.sent and not visit.upto:
        if not away:
            notes += ["talk.none", "talk.none_next"]
    else:
        notes.append("talk.nothing_new" if reading.has_shown() else "talk.nothing")
        if reading.status is not None and reading.status.seen and delivered:
            notes.append("talk.seen")
    if reading.something_is_on_its_way():
        notes.append("talk.partly")
    return notes


def _preferred(accepted: str, languages: tuple[str, ...]) -> str:
    """The first of the browser's languages that the programme has, else the programme's first."""
    asked = (each.partition(";")[0].strip().partition("-")[0] for each in accepted.split(","))
    return next((lang for lang in asked if lang in languages), languages[0])
