"""The words of routing to people, by code. A data table."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACCOUNTS: Mapping[str, Promise] = {"known": _("a company we know"), "key": _("a key account")}
"""What a rule may ask of the author's company."""

PHRASES: Mapping[str, Promise] = {
    "route_none": _("No rule caught it, so it is nobody’s"),
    "route_only": _("Rule %(rule)s, %(team)s: %(name)s, the only one of them in hours with room"),
    "route_fewest": _("Rule %(rule)s, %(team)s: %(name)s, fewest open of those in hours"),
    "route_turn": _("Rule %(rule)s, %(team)s: %(name)s, by turns of those in hours"),
    "route_full": _("Rule %(rule)s, %(team)s: nobody yet, all in hours have as many open as they take"),
    "route_closed": _("Rule %(rule)s, %(team)s: nobody yet, none of them is in hours"),
    "route_away": _("Rule %(rule)s, %(team)s: nobody yet, all of them are away"),
    "route_empty": _("Rule %(rule)s, %(team)s: nobody yet, the team has no members"),
    # Refusals
    "rule_asks_nothing": _("Give at least one condition. A rule that asks nothing would catch every case."),
    "rule_value_unknown": _("This cannot be chosen any more."),
    "rules_too_many": _("There can be at most %(limit)s rules."),
    "rule_first": _("This rule is the first already."),
    "rule_last": _("This rule is the last already."),
    "rule_as_before": _("There is no earlier version of this rule."),
    "team_name_missing": _("Give the team a name, such as EU support."),
    "team_name_too_long": _("A name has at most %(limit)s characters."),
    "team_name_taken": _("There is a team of this name already."),
    "team_in_use": _("Rule %(rule)s gives cases to this team. Give it another team first."),
    "teams_too_many": _("There can be at most %(limit)s teams."),
    "most_open_wrong": _("Give a whole number from 0 to %(limit)s."),
    "hours_half": _("Give both times, or none."),
    "hours_no_day": _("Choose at least one day, or empty both times."),
    "hours_backwards": _("The end has to be later than the start."),
    "unknown_rule": _("This rule is not there any more."),
    "unknown_team": _("This team is not there any more."),
    "unknown_member": _("There is no such colleague."),
}
