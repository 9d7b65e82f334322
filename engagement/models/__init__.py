"""The tables of engagement: people, cases, their history and clocks, the pull feed, alerts, accounts."""

from engagement.models.accounts import AccountStep, Company, Contact, ContactStep, Lead, Person
from engagement.models.cases import Case, CaseItem, Event
from engagement.models.clocks import Clock, SlaPolicy
from engagement.models.do_not_engage import DoNotEngage
from engagement.models.experts import Expert, ExpertLetter, ExpertRequest
from engagement.models.feed import FeedItem
from engagement.models.invitations import Invitation
from engagement.models.letters import Alert, HistoryRead, Letter
from engagement.models.members import ApiToken, Member
from engagement.models.mutes import Mute
from engagement.models.presence import Hold, Presence
from engagement.models.receivers import Notice, Receiver
from engagement.models.replies import Attempt, PolicyAcceptance, Reply, ReplyCrisis, ReplyPolicy, ReplySnippet
from engagement.models.routing import Assignment, Availability, RoutingRule, Team
from engagement.models.support import HandOver, SupportDesk, SupportReport
from engagement.models.surges import ReachSeen, Surge, UsualCount, UsualHour
from engagement.models.tags import Tag
from engagement.models.tasks import Task
from engagement.models.views import SavedView
from engagement.models.waits import TalkWait

__all__ = [
    "AccountStep",
    "Alert",
    "ApiToken",
    "Assignment",
    "Attempt",
    "Availability",
    "Case",
    "CaseItem",
    "Clock",
    "Company",
    "Contact",
    "ContactStep",
    "DoNotEngage",
    "Event",
    "Expert",
    "ExpertLetter",
    "ExpertRequest",
    "FeedItem",
    "HandOver",
    "HistoryRead",
    "Hold",
    "Invitation",
    "Lead",
    "Letter",
    "Member",
    "Mute",
    "Notice",
    "Person",
    "PolicyAcceptance",
    "Presence",
    "ReachSeen",
    "Receiver",
    "Reply",
    "ReplyCrisis",
    "ReplyPolicy",
    "ReplySnippet",
    "RoutingRule",
    "SavedView",
    "SlaPolicy",
    "SupportDesk",
    "SupportReport",
    "Surge",
    "Tag",
    "TalkWait",
    "Task",
    "Team",
    "UsualCount",
    "UsualHour",
]
