"""The tables of engagement: people, invitations, cases and their history, the pull feed, small tables of accounts."""

from engagement.models.accounts import Company, Lead, Person
from engagement.models.cases import Case, CaseItem, Event, ResponseBucket
from engagement.models.feed import FeedItem
from engagement.models.invitations import Invitation
from engagement.models.members import ApiToken, Member

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
    "Person",
    "ResponseBucket",
]
