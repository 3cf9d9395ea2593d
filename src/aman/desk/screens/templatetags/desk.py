"""What templates may ask for: an asset's address, times, and the sentences of `screens.words`."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aman.core.line_dialogue import Place
from aman.core.programme import Programme
from aman.desk.assets import assets
from aman.desk.attachments.showing import form_of
from aman.desk.cases.contacts import ContactView, ProposalView
from aman.desk.cases.people import MemberView
from aman.desk.cases.records import CaseView, ConversationItem, QueueRow, Way
from aman.desk.lines.states import UNDECIDED, Stage
from aman.desk.people.consents import Tell
from aman.desk.screens import (
    danger_words,
    drafts,
    journey_words,
    line_words,
    naming_words,
    people_words,
    words,
    written_wishes,
)
from aman.desk.screens.drafts import way_text

register = template.Library()

for _name, _says in (
    ("line_name", line_words.line_name),
    ("inert", line_words.inert),
    ("size", line_words.size),
    ("stage", line_words.stage),
    ("meaning", line_words.meaning),
    ("in_words", line_words.reason),
    ("broken", line_words.broken),
    ("found", line_words.found),
    ("typed_texts", drafts.typed_texts),
    ("cant_write_first", naming_words.cant_write_first),
    ("opening_in", naming_words.opening_in),
    ("journey_stage", journey_words.stage),
    ("journey_event", journey_words.event),
    ("journey_needs", journey_words.needs),
    ("journey_outcome", journey_words.outcome),
    ("team_says", journey_words.says),
    ("team_because", journey_words.because),
    ("means_in_words", journey_words.means),
    ("band_of", danger_words.band_of),
    ("than_staying", danger_words.than_staying),
    ("danger_changes", danger_words.changes),
    ("window_of", journey_words.window),
    ("fallback_of", journey_words.fallback),
    ("left_behind", journey_words.left_behind),
):
    register.filter(_name, _says)


@register.simple_tag
def asset(name: str) -> str:
    """The address of a file of `static/`; a name that is not there fails the page's test."""
    return f"/static/{assets()[name] and name}"


def _time(at: float, said: str) -> SafeString:
    exact = words.exact(at)
    machine = exact.replace(" UTC", "Z").replace(" ", "T")
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, exact, said)


@register.simple_tag(takes_context=True)
def ago(context: dict[str, Any], at: float) -> SafeString:
    """Say how long ago, the exact moment on hover."""
    return _time(at, words.ago(context["now"] - at))


@register.simple_tag
def moment(at: float) -> SafeString:
    """Say the exact moment; a script says it in the operator's own zone."""
    return format_html('<span data-exact dir="ltr">{}</span>', _time(at, words.exact(at)))


@register.simple_tag(takes_context=True)
def why(context: dict[str, Any], row: QueueRow) -> str:
    """Why a case stands where it stands."""
    return words.why(row, context["now"])


@register.simple_tag(takes_context=True)
def reply_state(context: dict[str, Any], item: ConversationItem) -> str:
    """How far a reply has come."""
    return words.reply_state(item, context["now"], context["carried_at"])


@register.simple_tag
def deed(action: str, about: str) -> str:
    """What was done, as the audit has it."""
    return words.deed(action, about)


@register.simple_tag
def language_name(code: str) -> str:
    """The name of a language in the operator's own."""
    return words.language_in_words(code)


@register.simple_tag
def languages() -> list[tuple[str, str]]:
    """The languages of the desk, each by its own name."""
    return list(settings.LANGUAGES)


@register.simple_tag
def news_counts() -> SafeString:
    """The attribute with which a script counts what is new without knowing a language."""
    return format_html('data-counts="{}"', words.news_counts())


@register.filter
def answered(item: ConversationItem, programme: Programme) -> list[words.Pair]:
    """The answers that came with a message, in the operator's language."""
    return words.pairs(item.answers, programme)


@register.filter
def because(row: QueueRow, programme: Programme) -> list[words.Pair]:
    """What was answered that makes a case urgent."""
    return words.because(row, programme)


@register.filter
def key_in(item: ConversationItem, case: CaseView) -> str:
    """What an item is known by on the screen of a case."""
    return words.item_key(item, case.number)


@register.filter
def told(kinds: tuple[Tell, ...]) -> str:
    """What may, or may not, be told to a relative."""
    return people_words.told(kinds)


@register.filter
def clock_time(at: int, zone: str) -> str:
    """A moment by a person's own clock."""
    return written_wishes.clock_time(zone, at)


@register.filter
def proposed(proposal: ProposalView, number: int) -> str:
    """Why two cases may be one person's."""
    return line_words.proposal(proposal, number)


@register.filter
def undecided(way: Way) -> bool:
    """Whether an operator has to decide about it; a template is never sent again by hand."""
    return Stage(way.state) in UNDECIDED and not way.template


@register.simple_tag
def way_value(way: ContactView, members: Sequence[MemberView]) -> str:
    """What a form carries for a way; of several people empty while it is nobody's."""
    owner = next((each.number for each in members if way.number in each.contacts), None)
    return "" if members and owner is None else way_text(way.number, owner)


@register.inclusion_tag("desk/parts/meter.html")
def meter(level: int) -> dict[str, list[bool]]:
    """Five bars, as many of them full as a way is strong; words always stand beside."""
    return {"bars": [each < level for each in range(5)]}


@register.inclusion_tag("desk/parts/strength.html")
def strength(via: str, code: str) -> dict[str, Any]:
    """By which way, how strong it is, and more of that on demand."""
    said = line_words.strength(line_words.strength_of(via, code))
    return {"name": line_words.line_name(via), "said": said}


@register.filter
def strength_in_words(code: str) -> line_words.Said:
    """Who can read what passes there."""
    return line_words.strength(code)


@register.filter
def shown_as(media: str) -> str:
    """How a file of that kind would be shown; empty when it is not."""
    form = form_of(media)
    return form.value if form else ""


@register.filter
def coordinates(place: Place) -> str:
    """Degrees as every map takes them."""
    return f"{place.latitude:.6f}, {place.longitude:.6f}"


@register.filter
def edited_key(item: ConversationItem, case: CaseView) -> str:
    """The item that this one replaces."""
    return words.item_key(replace(item, item=item.edits or 0), case.number)
