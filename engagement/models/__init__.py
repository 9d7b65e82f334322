"""The tables of engagement: people, cases and their history, the pull feed, alerts, small tables of accounts."""

from engagement.models.accounts import Company, Lead, Person
from engagement.models.cases import Case, CaseItem, Event, ResponseBucket
from engagement.models.feed import FeedItem
from engagement.models.invitations import Invitation
from engagement.models.members import ApiToken, Member
from engagement.models.receivers import Notice, Receiver

__all__ = [
    "ApiToken",
    "Case",
    "CaseItem",
    "Company",
    "Event",
    "FeedItem",
    "Invitation",
    "Lead",
    "Member",
    "Notice",
    "Person",
    "Receiver",
    "ResponseBucket",
]
