"""Answering: a reply is sealed once, to the caller's key, and kept as text under the case key."""

from aman.desk.cases.records import Colleague


class SomebodyAnswered(Exception):  # noqa: N818 - what the operator is told
    """Something came after what the operator had seen: by a colleague, or (None) by the caller."""

    person = "Please look again before you answer."
    operator = "Something new came while you were writing. Your text is kept. Look, then send."

    def __init__(self, by: str | None, at: int) -> None:
        super().__init__(self.operator)
        self.by = by
        self.at = at


class ReplyTooLong(ValueError):  # noqa: N818 - what the operator is told
    """The reply does not fit; `most` is the number of bytes of UTF-8 text that do."""

    person = "The answer is too long."
    operator = "This is too long for one answer. Send it in two."

    def __init__(self, most: int) -> None:
        super().__init__(self.operator)
        self.most = most


def answer(  # noqa: PLR0913 - each is something the operator decided
    operator: Colleague,
    number: int,
    text: str,
    *,
    seen_upto: int,
    now: int,
    confirmed: bool = False,
    lang: str = "",
) -> int:
    """Seal and keep a reply; gives its item number.

    Raises `SomebodyAnswered` when anything stands in the conversation after item `seen_upto` and
    the operator has not `confirmed` to answer all the same; `NoSuchCase`, `VaultLocked`,
    `ReplyTooLong`; ValueError for an empty text.
    """
    raise NotImplementedError
