"""The verbs of the hand-off: keep the desks, hand a case over and take it back, send, and hear what became of it."""
