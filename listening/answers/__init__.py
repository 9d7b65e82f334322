"""Who answered a question, when, and with what evidence. Pure: neither Django nor Celery, no clock, no network."""

from listening.answers.first import Asked, Finding, Reply, find
from listening.answers.schedule import READ_AGAIN_AFTER, next_read

__all__ = ["READ_AGAIN_AFTER", "Asked", "Finding", "Reply", "find", "next_read"]
