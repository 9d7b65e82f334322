"""The response report: who answered what was asked of us, how soon, and whether in time."""
