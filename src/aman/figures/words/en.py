"""Figures in English."""

from collections.abc import Mapping
from typing import Final

from aman.figures.measures import MeasureId

from .forms import Phrases, Wording

_OUT: Final = "how many came out safely is not stated"
WORDINGS: Final[Mapping[MeasureId, Wording]] = {
    MeasureId.CONTACTS: Wording(
        "Contacts",
        {
            "one": "the hotline was contacted {number} time, each person counted once a week",
            "other": "the hotline was contacted {number} times, each person counted once a week",
        },
        "how many people that were is not stated",
        ("contacts", "contacted", "calls", "messages", "appeals", "times"),
    ),
    MeasureId.PEOPLE: Wording(
        "People who contacted us",
        {
            "one": "{number} person contacted the hotline",
            "other": "{number} people contacted the hotline",
        },
        _OUT,
        ("contacted", "turned to", "reached out", "got in touch", "called", "wrote", "used"),
    ),
    MeasureId.APPLICATIONS: Wording(
        "Applications",
        {
            "one": "{number} application for a safe way out was made",
            "other": "{number} applications for a safe way out were made",
        },
        _OUT,
        ("applied", "application*", "request*"),
    ),
    MeasureId.VERIFIED: Wording(
        "Verified",
        {
            "one": "the request of {number} person was verified",
            "other": "the requests of {number} people were verified",
        },
        _OUT,
        ("verified", "vetted"),
    ),
    MeasureId.PLANS_AGREED: Wording(
        "Plans agreed",
        {
            "one": "{number} group agreed a plan for the way out",
            "other": "{number} groups agreed a plan for the way out",
        },
        _OUT,
        ("plan", "plans", "agreed"),
    ),
    MeasureId.SET_OUT: Wording(
        "Set out",
        {
            "one": "{number} person set out by an agreed plan",
            "other": "{number} people set out by an agreed plan",
        },
        _OUT,
        ("set out", "departed", "on the way"),
    ),
    MeasureId.HANDED_OVER: Wording(
        "Passed on to a field team",
        {
            "one": "{number} person was passed on to a field team",
            "other": "{number} people were passed on to a field team",
        },
        _OUT,
        ("passed on", "handed over"),
    ),
    MeasureId.ARRIVED: Wording(
        "Arrived safely, confirmed",
        {
            "one": "{number} person arrived safely, confirmed by a field team",
            "other": "{number} people arrived safely, confirmed by a field team",
        },
        "what became of them afterwards is not stated",
        (
            *("arrived", "came out", "got out", "reached safety", "rescued", "saved", "evacuat*"),
            *("surrendered", "surrenders", "surrendering", "gave up", "gave themselves up"),
        ),
    ),
}
PHRASES: Final = Phrases(
    locale="en_GB",
    from_to="From {first} to {last} {clause}; {unsaid}.",
    new_from_to="Newly counted from {first} to {last}: {clause}; {unsaid}.",
    once="As far as we know, nobody counted before is counted again.",
    since="{name}, since {day}",
    about="about {number}",
    at_most="at most {number}",
    roughly="{clause}, more or less",
    year="d MMMM y",
    as_of="As known on {day}.",
    true_number="Our exact count lies between {low} and {high}, nineteen times in twenty.",
    exact="The number is exact.",
    left_out="With the chance that we add, the count came out below ten.",
    other_measure="{number} is our figure for “{ours}”, not for “{theirs}”.",
    alone="{number} is our figure for “{ours}”; the text does not say so.",
    withdrawn="We withdrew this figure on {day}. The reason given:",
    withdrawn_number=(
        "{number} is our figure for “{ours}”; it was withdrawn on {day}. The reason given:"
    ),
    stands_now="What stands now: {sentence}",
    none_stands="No figure stands in its place.",
    quote="Quote this: “{sentence}”",
    questions=(
        ("What does this figure count?", "{counts} {unit}"),
        ("What does it not say?", "{unsaid}"),
        ("How sure is the figure?", "{uncertain}"),
        (
            "Why is it not exact?",
            "We add a little chance, so that it says little about anybody.",
        ),
        (
            "May I add it to another figure?",
            "No. Each figure counts something else; a sum would mean nothing.",
        ),
        (
            "Will it change?",
            "{revision}",
        ),
        (
            "How can I check it?",
            "Every figure stands in a signed log; the page says how.",
        ),
    ),
)
