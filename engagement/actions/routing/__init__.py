"""Routing as people set it: rules and their order, teams, who has time when; and giving away what waited."""

from engagement.actions.routing.people import save_time
from engagement.actions.routing.rules import (
    Conditions,
    add_rule,
    change_rule,
    order_rule,
    remove_rule,
    restore_rule,
    switch_rule,
    take_back,
)
from engagement.actions.routing.teams import add_team, change_team, remove_team, restore_team
from engagement.actions.routing.waiting import give_waiting

__all__ = [
    "Conditions",
    "add_rule",
    "add_team",
    "change_rule",
    "change_team",
    "give_waiting",
    "order_rule",
    "remove_rule",
    "remove_team",
    "restore_rule",
    "restore_team",
    "save_time",
    "switch_rule",
    "take_back",
]
