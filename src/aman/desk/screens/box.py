"""What stands in and around the reply box of one case."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from aman.desk.outbox.answering import SomebodyAnswered
from aman.desk.outbox.permission import NotPermittedByHim
from aman.desk.outbox.sensitive import Kind
from aman.desk.safe_contact.wishes import AgainstHisWish

from .drafts import Draft, number_from, seen_from, way_from

_MOST_PERSONS = 64


@dataclass(frozen=True, slots=True)
class Box:
    """A text that was not sent (yet), how it was to be sent, and why it was not.

    `seen` is up to where its writer had seen each of the merged cases; None: as far as the screen
    shows. `since`: what came after that is marked. `silent_about`: the cases of persons of whom
    its writer says that it tells nothing.
    """

    text: str = field(default="", repr=False)
    seen: Mapping[int, int] | None = None
    since: Mapping[int, int] | None = None
    contact: int | None = None
    member: int | None = None
    harmless: bool = False
    silent_about: tuple[int, ...] = ()
    errors: tuple[str, ...] = ()
    somebody: SomebodyAnswered | None = None
    too_weak: tuple[Kind, ...] = ()
    against: AgainstHisWish | None = None
    unpermitted: NotPermittedByHim | None = None

    @property
    def is_refused(self) -> bool:
        """Whether the text in it was refused."""
        return bool(self.errors or self.too_weak or self.against or self.unpermitted)


def box_from(posted: QueryDict, number: int) -> Box:
    """What a form says of its text."""
    seen = seen_from(posted.get("also_seen", ""))
    contact, member = way_from(posted.get("contact"))
    persons = (number_from(each) for each in posted.getlist("silent_about")[:_MOST_PERSONS])
    return Box(
        text=posted.get("text", "").replace("\r\n", "\n").strip(),
        seen={**seen, number: number_from(posted.get("seen_upto")) or 0},
        contact=contact,
        member=member,
        harmless=posted.get("harmless") == "1",
        silent_about=tuple(each for each in persons if each is not None),
    )


def box_of(draft: Draft, number: int) -> Box:
    """A text that waited behind a sign-in: what came since its writer saw the case is marked."""
    if not draft.fields:
        return Box()
    posted = draft.posted()
    box = box_from(posted, number)
    if number_from(posted.get("seen_upto")) is None:
        return replace(box, seen=None)
    return replace(box, since=box.seen)
