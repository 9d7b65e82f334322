"""What people see of listening: sources, queries, and the ways in by hand. Pages call the verbs and show records."""
