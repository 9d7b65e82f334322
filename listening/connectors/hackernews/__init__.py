"""Hacker News: full-text search by Algolia, items and threads by Algolia or Firebase. No key, no way to post."""
