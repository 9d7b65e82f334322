"""What ingest gives, costs and forbids."""

from __future__ import annotations

from datetime import date, timedelta

from listening.connectors.contract import Facts
from listening.policy import policy_of

FACTS = Facts(
    network="ingest",
    label="Paste, CSV and API",
    checked=date(2026, 11, 21),
    needs_key="a token with the scope for ingest; a person needs none",
    costs="free",
    rules="whoever hands a post in answers for the right to do so",
    gives="whatever is handed in",
    source_kinds=("ingest",),
    interval=timedelta(0),  # never polled
    threads=False,
    reply_mode="open_native",
    policy=policy_of("ingest"),
    proved_by="hostile bodies and tables, and its own tests",
)
