"""The form's pure parts: messages, reading, hidden fields, markup, texts, style, derivations."""

# ruff: noqa: D103 - a test is named after what it protects

import multiprocessing
import re
import time
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.dialogue import Message, Reply, Status, read_body, write_body
from aman.core.envelope import BODY_BYTES
from aman.core.keys import to_base64url
from aman.core.opening import OpenedPart
from aman.core.phrase import Phrase
from aman.core.programme import LANGUAGE_NAMES
from aman.core.sealing import split_reply
from aman.lines.belief import NewestManifest
from aman.lines.derivations import Busy, Derivations
from aman.lines.form import texts as form_texts
from aman.lines.form.markup import Markup, tag
from aman.lines.form.messages import TooMuch, Written
from aman.lines.form.reading import Reading
from aman.lines.form.settings import read_settings
from aman.lines.form.style import style_sheet
from aman.lines.form.texts import Texts, WrongTexts, read_texts
from aman.lines.form.visit import BrokenVisit, SentMessage, ShownReply, Visit
from aman.lines.settings import WrongLineSettings

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def written(text: str, **changes: object) -> Written:
    plain = Written(b"d" * 16, "s" * 22, 3, "uk", text, {"when": "now"}, 7)
    return Written(**{**{name: getattr(plain, name) for name in plain.__slots__}, **changes})


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.integers(1, 60))
def test_a_cut_text_joins_to_itself_and_each_part_fits(text: str, times: int) -> None:
    parts = written(text * times).parts()
    messages = [read_body(part.body, Message) for part in parts]
    assert all(len(part.body) <= BODY_BYTES for part in parts)
    assert "".join(message.text for message in messages) == text * times
    assert [message.part for message in messages] == list(range(1, len(parts) + 1))
    assert {message.parts for message in messages} == {len(parts)}
    assert {(message.n, message.ack, message.via) for message in messages} == {(3, 7, "form")}
    assert len({part.message_id for part in parts}) == len(parts)


def test_the_same_draft_has_the_same_id_and_a_changed_one_another() -> None:
    (first,), (same,) = written("one").parts(), written("one").parts()
    (changed,), (other_form,) = written("two").parts(), written("one", draft=b"e" * 16).parts()
    assert first == same
    assert len({first.message_id, changed.message_id, other_form.message_id}) == 3


def test_more_than_nine_envelopes_are_too_much() -> None:
    assert len(written("x" * 48_000).parts()) == 9
    for much in (written("x" * 60_000), written("x", answers={"a": "y" * 6000})):
        with pytest.raises(TooMuch):
            much.parts()


def opened(first: int, text: str) -> list[OpenedPart]:
    bodies = split_reply(write_body(Reply(text, 5)))
    return [OpenedPart(first + at, at + 1, len(bodies), body) for at, body in enumerate(bodies)]


def status_part(**changes: object) -> OpenedPart:
    given_: dict[str, object] = {"got": (), "base": 0, "first": 1, **changes}
    return OpenedPart(0, 1, 1, write_body(msgspec.convert(given_, Status)))


def read_texts_of(reading: Reading) -> list[str | None]:
    return [each.reply.text if each.reply else None for each in reading.replies()]


def test_answers_are_read_in_order_and_whole() -> None:
    long, short = opened(1, "ط" * 1000), opened(4, "short")
    reading = Reading(0)
    reading.take(1, [*short, long[2]])
    assert (read_texts_of(reading), reading.read_upto()) == ([], 0)
    assert reading.something_is_on_its_way()
    reading.take(2, [long[0]])
    assert (read_texts_of(reading), reading.without_gap(), reading.read_upto()) == ([], 1, 0)
    reading.take(3, [long[1], status_part(base=4)])
    assert (read_texts_of(reading), reading.read_upto()) == (["ط" * 1000, "short"], 4)
    assert reading.caught_up()
    assert not reading.something_is_on_its_way()


def test_an_older_tick_adds_nothing() -> None:
    reading = Reading(0)
    reading.take(9, [])
    reading.take(8, opened(1, "old"))
    assert read_texts_of(reading) == []


def test_reading_goes_on_after_what_was_shown_or_has_gone() -> None:
    reading = Reading(2)
    reading.take(1, [*opened(3, "three"), status_part(base=3, first=2)])
    assert read_texts_of(reading) == ["three"]
    gone = Reading(0)
    gone.take(1, [*opened(8, "eight"), status_part(base=7, first=8)])
    assert (read_texts_of(gone), gone.read_upto()) == (["eight"], 8)


def test_another_conversation_is_known_by_where_it_began() -> None:
    began = 1_800_000_005
    status = status_part(base=began - 1, first=began, start=began)
    reading = Reading(5)
    reading.take(1, [*opened(began, "first"), status])
    assert reading.begun_anew()
    assert read_texts_of(reading) == ["first"]
    for upto in (0, began - 1, began):
        same = Reading(upto)
        same.take(1, [status])
        assert not same.begun_anew()


def test_what_cannot_be_read_is_passed_and_said() -> None:
    reading = Reading(0)
    middle = OpenedPart(1, 2, 3, b"a middle whose head is gone")
    broken = OpenedPart(2, 1, 1, b"no JSON")
    reading.take(1, [middle, broken, *opened(3, "fine"), OpenedPart(0, 1, 1, b"no status")])
    assert read_texts_of(reading) == [None, None, "fine"]
    assert reading.status is None


def test_got_is_only_what_the_desk_says() -> None:
    reading = Reading(0)
    assert not reading.got(b"i" * 16)
    reading.take(1, [status_part(got=(to_base64url(b"i" * 16),))])
    assert reading.got(b"i" * 16)
    assert not reading.got(b"j" * 16)
    reading.take(2, [status_part(got=("not an id",))])
    assert not reading.got(b"i" * 16)


_visits = st.builds(
    Visit,
    st.just("ar"),
    st.builds(Phrase.from_random, st.binary(min_size=12, max_size=12)),
    st.builds(to_base64url, st.binary(min_size=16, max_size=16)),
    st.integers(1, 1000),
    st.integers(0, 1000),
    st.lists(
        st.builds(
            SentMessage,
            st.integers(1, 99),
            st.lists(st.binary(min_size=16, max_size=16), max_size=3).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    st.lists(st.builds(ShownReply, st.integers(0, 1 << 40), st.none() | _texts), max_size=3).map(
        tuple
    ),
    st.booleans(),
)


@given(_visits)
def test_hidden_fields_bring_a_visit_back(visit: Visit) -> None:
    assert Visit.read("ar", visit.fields()) == visit


@given(_visits, st.data())
def test_changed_hidden_fields_begin_again_or_read(visit: Visit, data: st.DataObject) -> None:
    fields = visit.fields()
    fields[data.draw(st.sampled_from(sorted(fields)))] = data.draw(_texts)
    try:
        Visit.read("ar", fields)
    except BrokenVisit:
        return


def test_the_oldest_replies_leave_the_hidden_fields_first() -> None:
    replies = tuple(ShownReply(at, "ط" * 1000) for at in range(9))
    visit = Visit("ar", Phrase(bytes(12)), to_base64url(bytes(16)), replies=replies)
    kept = Visit.read("ar", visit.fields()).replies
    assert kept == replies[-len(kept) :]
    assert 0 < len(kept) < 9


class _Heard(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text("<>\"'&;=a/ ", max_size=30), st.text("<>\"'&;=a/ ", max_size=30))
def test_nobodys_text_becomes_markup(text: str, value: str) -> None:
    heard = _Heard(tag("p", text, title=value))
    assert heard.tags == [("p", {"title": value})]
    assert heard.text == text


def test_attributes_are_written_bare_or_left_out() -> None:
    assert tag("input", name="a", checked=True, disabled=False, value=None) == (
        '<input name="a" checked>'
    )
    assert tag("p", Markup("<b>"), "<b>") == "<p><b>&lt;b&gt;</p>"


def test_the_form_has_the_same_tokens_as_the_page() -> None:
    ours = Path(str(import_module("aman.lines.form").__file__)).parent / "tokens.css"
    theirs = Path(__file__).parents[3] / "web" / "styles" / "tokens.css"
    assert ours.read_bytes() == theirs.read_bytes()


def test_the_style_uses_only_tokens_that_exist_and_logical_properties() -> None:
    sheet = style_sheet()
    used, made = (
        set(re.findall(form, sheet)) for form in (r"var\((--[a-z0-9-]+)", r"(--[a-z0-9-]+):")
    )
    assert used <= made
    assert "/*" not in sheet
    assert "<" not in sheet
    own = (Path(str(import_module("aman.lines.form").__file__)).parent / "form.css").read_text()
    assert not re.search(r"(margin|padding|border)-(left|right)|[^-](left|right):", own)
    assert not re.search(r"#[0-9a-f]{3,6}\b", own)


def test_texts_are_complete_in_every_language() -> None:
    texts = read_texts(tuple(LANGUAGE_NAMES))
    assert {frozenset(each.by_key) for each in texts.values()} == {frozenset(texts["en"].by_key)}
    for each in texts.values():
        assert not any("!" in text for text in each.by_key.values())


def test_every_text_is_asked_for_somewhere() -> None:
    folder = Path(str(form_texts.__file__)).parent
    code = "".join(path.read_text() for path in folder.glob("*.py"))
    asked = set(re.findall(r'"([a-z_]+(?:\.[a-z_]+)?)"', code))
    unasked = set(read_texts(["en"])["en"].by_key) - asked
    assert unasked == {"talk.minutes", "talk.hours", "talk.days"}


def test_incomplete_texts_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    flat = {
        "en": {"a": "One {n}.", "b": "Two."},
        "ar": {"a": "One.", "c": "x", "d": " ".join("abcdefghijklm")},
    }
    monkeypatch.setattr(form_texts, "_flat", flat.__getitem__)
    with pytest.raises(WrongTexts) as caught:
        read_texts(["ar"])
    for told in ("a text for b", "no text for c", "in a as in en.toml", "at most 12 words"):
        assert told in str(caught.value)


def test_a_language_without_texts_is_told() -> None:
    with pytest.raises(WrongTexts, match=r"xx\.toml"):
        read_texts(["xx"])


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (5, "الآن"),
        (60, "قبل دقيقة"),
        (120, "قبل دقيقتين"),
        (300, "قبل 5 دقائق"),
        (1200, "قبل 20 دقيقة"),
        (3 * 3600, "قبل 3 ساعات"),
        (12 * 86_400, "قبل 12 يومًا"),
    ],
)
def test_arabic_counts_as_arabic_does(seconds: int, said: str) -> None:
    assert read_texts(["ar"])["ar"].ago(seconds) == said


def test_a_value_cannot_bring_a_placeholder() -> None:
    texts = Texts("en", {"a": "{which} and {n}"})
    assert texts("a", which="x", n=2) == "x and 2"


def test_the_newest_manifest_is_never_forgotten() -> None:
    newest = NewestManifest()
    assert [newest.accept(seq) for seq in (3, 3, 2, 5, 4)] == [True, True, False, True, False]


def _derive(derivations: Derivations, running: object, most: object) -> None:
    with derivations.place():
        with running.get_lock():  # type: ignore[attr-defined]
            running.value += 1  # type: ignore[attr-defined]
            most.value = max(most.value, running.value)  # type: ignore[attr-defined]
        time.sleep(0.05)
        with running.get_lock():  # type: ignore[attr-defined]
            running.value -= 1  # type: ignore[attr-defined]


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_at_most_so_many_derive_at_once() -> None:
    context = multiprocessing.get_context("fork")
    running, most = context.Value("i", 0), context.Value("i", 0)
    derivations = Derivations(2)
    all_ = [context.Process(target=_derive, args=(derivations, running, most)) for _ in range(7)]
    for process in all_:
        process.start()
    for process in all_:
        process.join()
    assert [process.exitcode for process in all_] == [0] * 7
    assert most.value == 2


def _hold(derivations: Derivations, held: object) -> None:
    with derivations.place():
        held.set()  # type: ignore[attr-defined]
        time.sleep(30)


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_killed_holder_gives_its_place_back() -> None:
    context = multiprocessing.get_context("fork")
    derivations, held = Derivations(1), context.Event()
    holder = context.Process(target=_hold, args=(derivations, held))
    holder.start()
    held.wait()
    with pytest.raises(Busy), derivations.place(0.05):
        pass
    holder.kill()
    holder.join()
    with derivations.place(0.05):
        pass


@pytest.mark.parametrize(
    "change",
    [
        {"hotline": "short"},
        {"listen": "nowhere"},
        {"listen": ""},
        {"children": 0},
        {"unknown": 1},
        {"front": 3},
    ],
)
def test_wrong_settings_are_told_with_their_file(tmp_path: Path, change: dict[str, object]) -> None:
    right = {
        "listen": "127.0.0.1:8401",
        "front": "http://127.0.0.1:8400",
        "hotline": to_base64url(bytes(32)),
        "programme": "programme.toml",
    }
    path = tmp_path / "form.json"
    path.write_bytes(msgspec.json.encode(right))
    assert read_settings(path).programme == str(tmp_path / "programme.toml")
    path.write_bytes(msgspec.json.encode({**right, **change}))
    with pytest.raises(WrongLineSettings, match=re.escape(str(path))):
        read_settings(path)
