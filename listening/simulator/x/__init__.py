"""X as the simulator plays it."""

from listening.simulator.x.asked import snowflake
from listening.simulator.x.network import XNetwork, user_id

__all__ = ["XNetwork", "snowflake", "user_id"]
