"""Replies that never go wrong: what may become of one, what a draft is checked for, and how long it may be. Pure."""
