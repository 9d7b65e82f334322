"""Who answered a question, when, and with what evidence. Pure: neither Django nor Celery, no clock, no network."""

from listening.answers.audience import audience_of
from listening.answers.deciding import decide
from listening.answers.records import OPEN_STATES, STATES, Case, Decision, Evidence, Spoken
from listening.answers.schedule import next_read

__all__ = [
    "OPEN_STATES",
    "STATES",
    "Case",
    "Decision",
    "Evidence",
    "Spoken",
    "audience_of",
    "decide",
    "next_read",
]
