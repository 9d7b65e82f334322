"""The practice company's world: who speaks, what is said where and when, and what is true about it. Pure data."""

from listening.simulator.world.build import demo_world
from listening.simulator.world.model import (
    Account,
    Brand,
    Company,
    Feed,
    Item,
    Person,
    SourcePlan,
    Truth,
    World,
    world_of,
)

__all__ = [
    "Account",
    "Brand",
    "Company",
    "Feed",
    "Item",
    "Person",
    "SourcePlan",
    "Truth",
    "World",
    "demo_world",
    "world_of",
]
