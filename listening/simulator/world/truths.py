"""What is true of a post that was written for the pool, and of the replies scripted to it. Pure."""

from __future__ import annotations

from listening.simulator.world.model import Truth
from listening.simulator.world.pool import Draft, Reply


def truth_of(draft: Draft, *, speaker: str = "public") -> Truth:
    """Return what is true of a post of the pool."""
    return Truth(
        brands=draft.brands,
        flags=draft.flags,
        reason=draft.reason,
        sentiment=draft.sentiment,
        audience=draft.audience,
        answer=final_state(draft.replies) if "question" in draft.flags else "",
        speaker=speaker,
        noise=draft.noise,
        event=draft.event,
        handmade=draft.handmade,
    )


def reply_truth(asked: Truth, reply: Reply) -> Truth:
    """Return what is true of a scripted reply to a post of which ``asked`` is true."""
    return Truth(
        brands=asked.brands if reply.who in ("us", "asker") else (),
        speaker=reply.who,
        substantive=reply.mark != "~",
        sentiment={"+": 1, "-": -1}.get(reply.mark, 0),
        event=asked.event,
        handmade=True,
    )


def final_state(replies: tuple[Reply, ...]) -> str:
    """Return the answer state in which a scripted thread ends."""
    marks = {reply.mark for reply in replies if reply.who == "asker"}
    if "-" in marks:
        return "reopened"
    if "+" in marks:
        return "resolved"
    real = [reply.who for reply in replies if reply.mark != "~"]
    for who, state in (("us", "answered_by_us"), ("peer", "answered_by_peer"), ("rival", "answered_by_competitor")):
        if who in real:
            return state
    if any(reply.who == "us" for reply in replies):
        return "acknowledged"
    return "unanswered"
