"""The numbers of a week: read from counters where there are any, each with the exact posts behind it."""

from dashboards.metrics.counts import count, first_day, frozen, numbers
from dashboards.metrics.days import days
from dashboards.metrics.polls import coverage
from dashboards.metrics.posts import cited, evidence, movers
from dashboards.metrics.questions import became

__all__ = [
    "became",
    "cited",
    "count",
    "coverage",
    "days",
    "evidence",
    "first_day",
    "frozen",
    "movers",
    "numbers",
]
