"""Early warning: notice surges and cases that escalate, bring their cases up, and say whom to tell."""

from engagement.actions.surges.announcing import about_surges
from engagement.actions.surges.escalating import escalate
from engagement.actions.surges.usual_hours import count_hours
from engagement.actions.surges.watching import look

__all__ = ["about_surges", "count_hours", "escalate", "look"]
