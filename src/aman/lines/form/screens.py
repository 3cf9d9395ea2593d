"""The form's screens: one thing on each, made of escaped text only.

Refuses to know: how anything is sent, sealed or read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aman.core.programme import LANGUAGE_NAMES, RIGHT_TO_LEFT, Programme, Question
from aman.core.wordlist import WordList

from .markup import Markup, tag
from .texts import Texts
from .visit import ShownReply, Visit

PATH = "/n"
LEAVE_PATH = "/n/0"
MOST_LETTERS = 12_000
MOST_ANSWER_LETTERS = 300
MOST_PHRASE_LETTERS = 400
MOST_DIGITS = 5
_ANSWER = "q."
_KEPT_OFF_THE_DISK = tag(
    "input",
    type="password",
    value="-",
    disabled=True,
    hidden=True,
    autocomplete="one-time-code",
)
"""Never sent, never offered to be saved. Chromium writes what a form sent to its session file,
phrase and all, unless the form holds a password."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the fields of the write screen, and what is wrong with it (a text's key)."""

    id: str
    fields: Mapping[str, str] = field(default_factory=dict)
    mistakes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "<Draft>"


@dataclass(frozen=True, slots=True)
class Talk:
    """What the conversation screen says: keys of texts as notes, and states by number."""

    notes: tuple[str, ...]
    delivered: frozenset[int] = frozenset()
    good: bool = False


class Screens:
    """Makes the screens of one language; `sheet` is the inline style sheet."""

    def __init__(self, programme: Programme, texts: Texts, words: WordList, sheet: str) -> None:
        self._programme = programme
        self._texts = texts
        self._words = words
        self._lang = texts.lang
        self._sheet = sheet

    # -- before a conversation

    def languages(self) -> bytes:
        """The languages by their own names, and nothing else."""
        buttons = [
            tag("button", LANGUAGE_NAMES[lang], name="lang", value=lang, lang=lang, dir=_dir(lang))
            for lang in self._programme.languages
        ]
        heading = tag("h1", self._programme.title[self._lang], class_="out-of-sight")
        form = self._form("about", *buttons, class_="steps languages", lang="")
        return self._document(self._programme.title[self._lang], heading, form)

    def about(self) -> bytes:
        """What this is, what is promised and what is not, and first the weaker promise."""
        said, lang, programme = self._texts, self._lang, self._programme
        return self._page(
            tag("h1", programme.name[lang]),
            _list(programme.about[lang]),
            self._note("about.weaker", "about.why", "about.stronger"),
            tag("h2", said("about.promised")),
            _list(programme.form_promised[lang]),
            tag("h2", said("about.not_promised")),
            _list(programme.form_not_promised[lang]),
            self._form("write", self._button("about.write"), self._button("about.enter", "enter")),
            tag("p", tag("a", said("languages"), href=PATH), class_="aside"),
        )

    def away(self) -> bytes:
        """The neutral page that Leave quickly leads to."""
        text = tag("p", self._texts("away.text"), class_="soft")
        return self._document(self._texts("away.title"), tag("h1", self._texts("away.title")), text)

    def trouble(self) -> bytes:
        """Something failed here."""
        return self._page(
            tag("h1", self._texts("trouble.heading")), tag("p", self._texts("trouble.text"))
        )

    # -- writing

    def write(self, visit: Visit, draft: Draft) -> bytes:
        """One text, and the programme's questions, all optional."""
        said = self._texts
        text = tag(
            "textarea",
            "\n" + draft.fields.get("text", ""),
            id="text",
            name="text",
            dir="auto",
            maxlength=MOST_LETTERS,
            spellcheck="false",
            autocomplete="off",
            autofocus=not draft.mistakes,
        )
        return self._page(
            tag("h1", said("write.heading")),
            self._note(*draft.mistakes) if draft.mistakes else "",
            self._form(
                "send",
                tag("div", tag("label", said("write.label"), for_="text"), text),
                tag("p", said("about.weaker"), class_="soft"),
                self._button("write.send"),
                *self._questions(draft),
                visit=visit,
                hidden={"draft": draft.id},
            ),
        )

    def _questions(self, draft: Draft) -> list[Markup]:
        if not self._programme.questions:
            return []
        return [
            tag("h2", self._texts("write.questions")),
            tag("p", self._texts("write.optional"), class_="soft"),
            *(self._question(each, draft.fields) for each in self._programme.questions),
            self._button("write.send"),
        ]

    def _question(self, question: Question, fields: Mapping[str, str]) -> Markup:
        name = _ANSWER + question.id
        asked, given = question.text[self._lang], fields.get(name, "")
        if question.kind == "choice":
            offered = [("", self._texts("write.no_answer"))]
            offered += [(option.id, option.text[self._lang]) for option in question.options]
            choices = [
                tag(
                    "label",
                    tag("input", type="radio", name=name, value=value, checked=value == given),
                    tag("span", text),
                    class_="choice",
                )
                for value, text in offered
            ]
            return tag("fieldset", tag("legend", asked), *choices)
        number = question.kind == "number"
        box = tag(
            "input",
            type="text",
            id=name,
            name=name,
            value=given,
            inputmode="numeric" if number else None,
            class_="number" if number else None,
            maxlength=MOST_DIGITS if number else MOST_ANSWER_LETTERS,
            dir="auto",
            autocomplete="off",
            spellcheck="false",
        )
        return tag("div", tag("label", asked, for_=name), box)

    # -- the phrase

    def words(self, visit: Visit, *, just_sent: bool) -> bytes:
        """Nine words in threes and thirty digits, to be written down."""
        said = self._texts
        words = [tag("li", word) for word in visit.phrase.words(self._words)]
        return self._page(
            tag("h1", said("words.heading")),
            self._note("words.at_server", good=True) if just_sent else "",
            tag("p", said("words.keep")),
            tag("ol", *words, class_="words"),
            tag("p", said("words.where"), " ", said("words.secret")),
            tag("p", said("words.digits")),
            tag("p", *_in_halves(visit.phrase.digits()), class_="digits", dir="ltr"),
            self._form(
                "repeat",
                self._button("words.kept"),
                self._button("words.later", "look"),
                visit=visit,
            ),
        )

    def repeat(self, visit: Visit, typed: str = "", mistake: str = "") -> bytes:
        """The words typed back once; they are not shown here."""
        said = self._texts
        return self._page(
            tag("h1", said("repeat.heading")),
            self._said_note(mistake),
            self._form(
                "check",
                self._typed("repeat.hint", "repeat.digits_too", typed),
                self._button("repeat.check"),
                self._button("repeat.reveal", "words"),
                self._button("repeat.later", "look"),
                visit=visit,
            ),
        )

    def enter(self, typed: str = "", mistake: str = "") -> bytes:
        """The words of somebody who comes back."""
        return self._page(
            tag("h1", self._texts("enter.heading")),
            self._said_note(mistake),
            self._form(
                "open",
                self._typed("enter.hint", "enter.spaces", typed),
                tag("p", self._texts("talk.look_takes"), class_="soft"),
                self._button("enter.open"),
                self._button("back", "about"),
            ),
        )

    def _typed(self, label: str, hint: str, typed: str) -> Markup:
        box = tag(
            "textarea",
            "\n" + typed,
            id="typed",
            name="typed",
            class_="short",
            dir="auto",
            maxlength=MOST_PHRASE_LETTERS,
            autocomplete="off",
            autocapitalize="none",
            autocorrect="off",
            spellcheck="false",
            aria_describedby="hint",
            autofocus=True,
        )
        hinted = tag("p", self._texts(hint), class_="soft", id="hint")
        return tag("div", tag("label", self._texts(label), for_="typed"), box, hinted)

    # -- the conversation

    def talk(self, visit: Visit, talk: Talk, now: float) -> bytes:
        """The state of what was sent, the answers, and what can be done next."""
        said = self._texts
        replies = [self._reply(reply, now) for reply in visit.replies]
        sent = [self._sent(each.n, each.n in talk.delivered) for each in visit.sent]
        return self._page(
            tag("h1", said("talk.heading")),
            self._note(*talk.notes, good=talk.good),
            tag("ul", *sent, class_="sent") if sent else "",
            *replies,
            tag("p", said("talk.return"), class_="soft"),
            self._form(
                "look",
                self._button("talk.look"),
                tag("p", said("talk.look_takes"), class_="soft"),
                self._button("talk.write", "write"),
                self._button("talk.all", "all") if visit.upto else "",
                self._button("talk.words", "words"),
                visit=visit,
            ),
        )

    def _sent(self, n: int, delivered: bool) -> Markup:  # noqa: FBT001 - a state, not a switch
        key, class_ = ("talk.delivered", "state good") if delivered else ("talk.at_server", "state")
        state = tag("span", self._texts(key), class_=class_)
        return tag("li", tag("span", self._texts("talk.message", n=n)), state)

    def _reply(self, reply: ShownReply, now: float) -> Markup:
        said = self._texts
        head = tag("p", said("talk.answer"), " · ", said.ago(now - reply.at), class_="soft")
        if reply.text is None:
            return tag("article", head, tag("p", said("talk.unreadable")), class_="reply")
        return tag("article", head, tag("p", reply.text, dir="auto", class_="said"), class_="reply")

    # -- what all screens share

    def _note(self, *keys: str, good: bool = False) -> Markup:
        told = [tag("p", self._texts(key)) for key in keys]
        return tag("div", *told, class_="note good" if good else "note", role="status")

    def _said_note(self, sentence: str) -> Markup:
        if not sentence:
            return Markup()
        return tag("div", tag("p", sentence), class_="note", role="status")

    def _button(self, key: str, to: str = "") -> Markup:
        if to:
            return tag("button", self._texts(key), name="to", value=to, formnovalidate=True)
        return tag("button", self._texts(key), class_="first")

    def _form(
        self,
        to: str,
        *inside: str,
        visit: Visit | None = None,
        hidden: Mapping[str, str] | None = None,
        class_: str = "steps",
        lang: str | None = None,
    ) -> Markup:
        """A form that leads to the step `to`; a button with a step of its own overrides it."""
        fields = {"step": to, **(visit.fields() if visit else {}), **(hidden or {})}
        if lang is None:
            fields["lang"] = self._lang
        kept = [tag("input", type="hidden", name=key, value=fields[key]) for key in fields]
        return tag(
            "form",
            *kept,
            _KEPT_OFF_THE_DISK,
            *inside,
            method="post",
            action=PATH,
            class_=class_,
            autocomplete="off",
        )

    def _page(self, *inside: str) -> bytes:
        leave = tag("a", self._texts("leave"), href=LEAVE_PATH, class_="leave", rel="noreferrer")
        way_out = tag("footer", leave, class_="way-out", dir="ltr")
        return self._document(self._programme.title[self._lang], *inside, leave=way_out)

    def _document(self, title: str, *inside: str, leave: str = "") -> bytes:
        head = tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="color-scheme", content="light dark"),
            tag("title", title),
            tag("link", rel="icon", href="data:,"),
            tag("style", Markup(self._sheet)),
        )
        body = tag("body", tag("main", *inside), leave)
        page = tag(
            "html",
            head,
            body,
            lang=self._lang,
            dir=_dir(self._lang),
            translate="no",
            spellcheck="false",
            writingsuggestions="false",  # some browsers would ask a server
        )
        return f"<!DOCTYPE html>\n{page}\n".encode()


def answer_name(question: Question) -> str:
    """The name of a question's field."""
    return _ANSWER + question.id


def _in_halves(digits: str) -> list[Markup]:
    """Three groups a line, as the words stand in threes."""
    groups = digits.split(" ")
    middle = len(groups) // 2
    return [tag("span", " ".join(half) + " ") for half in (groups[:middle], groups[middle:])]


def _dir(lang: str) -> str:
    return "rtl" if lang in RIGHT_TO_LEFT else "ltr"


def _list(sentences: Sequence[str]) -> Markup:
    return tag("ul", *(tag("li", sentence) for sentence in sentences))
