"""Companies that we sell to, or want to: what may be said of one, a table of many, and how it differs from ours."""
