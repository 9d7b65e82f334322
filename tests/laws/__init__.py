"""The laws of the house as functions over a source tree: each takes the root and returns its breaches as text."""
