"""X as the simulator plays it."""

from listening.simulator.x.network import XNetwork
from listening.simulator.xids import snowflake, user_id

__all__ = ["XNetwork", "snowflake", "user_id"]
