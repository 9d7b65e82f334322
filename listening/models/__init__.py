"""The tables of listening. Foreign keys point upstream only: nothing here knows of cases, people or weeks."""

from listening.models.brands import Brand, BrandAccount, Installation, Query
from listening.models.changes import Change, DayFlags, DayMentions
from listening.models.judgements import Judgement, Match, Question
from listening.models.mentions import Alias, Mention, MentionRaw, Revision, Story, Thread
from listening.models.sources import Credential, IngestKey, PollRun, Source

__all__ = [
    "Alias",
    "Brand",
    "BrandAccount",
    "Change",
    "Credential",
    "DayFlags",
    "DayMentions",
    "IngestKey",
    "Installation",
    "Judgement",
    "Match",
    "Mention",
    "MentionRaw",
    "PollRun",
    "Query",
    "Question",
    "Revision",
    "Source",
    "Story",
    "Thread",
]
