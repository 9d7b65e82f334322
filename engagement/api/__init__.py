"""The REST API of engagement: flagged mentions for pull clients, and who is asking."""
