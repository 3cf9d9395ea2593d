"""What the line needs beside an address to answer in the same thread.

Promises: the subject of an answer is the person's own or none: never a word of ours.
"""

from typing import NamedTuple

_SUBJECT_LETTERS = 120
_AGAIN = "Re:"


class Route(NamedTuple):
    """The id of the mail to answer, and its subject."""

    message_id: str = ""
    subject: str = ""

    def write(self) -> str:
        """As it travels inside the seal."""
        return f"{self.message_id}\n{self.subject[:_SUBJECT_LETTERS]}"

    @classmethod
    def read(cls, text: str) -> "Route":
        """Read what came back; an empty one for another line's."""
        message_id, _, subject = text.partition("\n")
        return cls(message_id, " ".join(subject.split()))

    def answer_subject(self) -> str:
        """The subject of an answer."""
        is_answer = self.subject[: len(_AGAIN)].lower() == _AGAIN.lower()
        return self.subject if is_answer else f"{_AGAIN} {self.subject}".strip()
