"""What templates may ask for: an asset's address, times, and the sentences of `screens.words`."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aman.core.programme import Programme
from aman.desk.assets import assets
from aman.desk.cases.records import ConversationItem, QueueRow
from aman.desk.screens import words

register = template.Library()


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
