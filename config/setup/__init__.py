"""The first run: one link, one person, one company."""
