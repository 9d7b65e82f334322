"""Scoring: what a post says, as flags with probabilities and the spans that speak for them. Pure, without Django.

Start at ``scorer.Scorer``. ``python -m listening.scoring`` is the same as a filter over JSON lines.
"""
