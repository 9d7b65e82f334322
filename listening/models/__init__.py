"""The tables of listening. Foreign keys point upstream only: nothing here knows of cases or weeks."""

from listening.models.adaptations import Adaptation
from listening.models.brands import AccountSuggestion, Brand, BrandAccount, Installation, Query, QueryVersion
from listening.models.changes import Change, DayFlags, DayMentions
from listening.models.judgements import Judgement, Match, Question, ReplyWord
from listening.models.labels import Ask, Label
from listening.models.lessons import Lesson
from listening.models.mentions import Alias, Mention, MentionRaw, Rejected, Revision, Story, Thread
from listening.models.rescoring import Rescoring
from listening.models.sources import Credential, IngestKey, PollRun, Source

__all__ = [
    "AccountSuggestion",
    "Adaptation",
    "Alias",
    "Ask",
    "Brand",
    "BrandAccount",
    "Change",
    "Credential",
    "DayFlags",
    "DayMentions",
    "IngestKey",
    "Installation",
    "Judgement",
    "Label",
    "Lesson",
    "Match",
    "Mention",
    "MentionRaw",
    "PollRun",
    "Query",
    "QueryVersion",
    "Question",
    "Rejected",
    "ReplyWord",
    "Rescoring",
    "Revision",
    "Source",
    "Story",
    "Thread",
]
