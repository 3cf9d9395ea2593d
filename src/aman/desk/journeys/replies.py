"""What goes out to a team: an ordinary reply in its dead drop (protocol section 5).

Promises: it is sealed to the team's key when it is decided, and is published while the vault is
locked. A package is kept nowhere else at the desk than with its journey; words of an operator are
kept under the key of the team's conversation.
"""

from aman.core.handover import TeamReply, write_team_reply
from aman.core.keys import KemPublicKey, Secret
from aman.core.sealing import REPLY_BODY_BYTES, seal_reply, split_reply
from aman.desk.casebook.content import answer_place, write_content
from aman.desk.casebook.models import Case
from aman.desk.outbox.models import Answer, OutReply
from aman.desk.running import the_desk


def lay_ready(
    conversation: Case, operator: int, reply: TeamReply, *, kept_under: Secret | None = None
) -> None:
    """Put a reply into a team's dead drop, in the transaction that holds its conversation.

    `kept_under`: the conversation's key, of words that the desk is to keep.
    """
    if not conversation.has_phrase:
        return
    parts = split_reply(write_team_reply(reply))
    first, content = conversation.next_seq, b""
    if kept_under is not None:
        place = answer_place(conversation.number, conversation.next_item)
        body = write_team_reply(reply)
        content = write_content(kept_under, place, body, filled_to=REPLY_BODY_BYTES)
    kept = Answer.objects.create(
        case=conversation,
        item=conversation.next_item,
        operator_id=operator,
        created_at=reply.at,
        content=content,
        first_seq=first,
        last_seq=first + len(parts) - 1,
    )
    team, hotline = KemPublicKey(bytes(conversation.caller_pk)), the_desk().hotline
    OutReply.objects.bulk_create(
        OutReply(
            case=conversation,
            answer=kept,
            seq=first + at,
            inner=seal_reply(hotline, team, first + at, part, at + 1, len(parts)),
            created_at=reply.at,
        )
        for at, part in enumerate(parts)
    )
    conversation.next_item += 1
    conversation.next_seq = first + len(parts)
    conversation.answered_at = reply.at
    conversation.save(update_fields=["next_item", "next_seq", "answered_at"])
