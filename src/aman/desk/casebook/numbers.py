"""At which number the replies of a new case begin.

Promises: whoever writes again after his case was destroyed is never given a number twice, though
nothing tells the desk that it is he. A page that stayed open has read the old numbers: it would
pass over new replies under them, and its "read up to here" would be taken for theirs.
"""

from django.db.models import Max

from .models import ShreddedWrap


def first_number(tick: int) -> int:
    """The number of the first reply: the running tick (Unix seconds).

    A bucket holds three replies for a caller and there is one in five seconds, so that nobody has
    read numbers that the clock has not come to. While the rows of destroyed cases are there (a
    week), not even a clock that was set back gives one again.
    """
    highest = ShreddedWrap.objects.aggregate(highest=Max("case__next_seq"))["highest"]
    return max(tick, (highest or 0) + 1)
