"""Feeds: RSS, RDF, Atom, JSON Feed and podcasts.

Kept empty on purpose: the parser's child process starts here and must not load the network stack.
"""
