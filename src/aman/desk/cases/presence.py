"""Who else is looking at a case now."""

from aman.desk.audit.book import Colleague

from .models import Presence

LOOK_SECONDS = 20


def say_looking(operator: Colleague, number: int, now: int) -> bool:
    """Note that he looks; True when he did not a moment ago."""
    Presence.objects.filter(looked_at__lte=now - LOOK_SECONDS).delete()
    _, is_new = Presence.objects.update_or_create(
        case_id=number, operator_id=operator.pk, defaults={"looked_at": now}
    )
    return is_new


def others_looking(operator: Colleague, number: int, now: int) -> tuple[str, ...]:
    """The names of the others, in order."""
    there = Presence.objects.filter(case_id=number, looked_at__gt=now - LOOK_SECONDS)
    others = there.exclude(operator_id=operator.pk)
    return tuple(others.order_by("operator__name").values_list("operator__name", flat=True))
