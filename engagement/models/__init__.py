"""The tables of engagement: people, cases and their history, what pull clients see, and small tables of accounts."""

from engagement.models.accounts import Company, Lead, Person
from engagement.models.cases import Case, CaseItem, Event, ResponseBucket
from engagement.models.feed import FeedItem
from engagement.models.members import ApiToken, Member

__all__ = [
    "ApiToken",
    "Case",
    "CaseItem",
    "Company",
    "Event",
    "FeedItem",
    "Lead",
    "Member",
    "Person",
    "ResponseBucket",
]
