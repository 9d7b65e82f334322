"""A small server that plays the networks: the practice company of ``make demo`` and the tests' counterpart.

It serves a world, not a tape: items appear, change and vanish by the clock it is given, and each endpoint pages by the
true rule of its network, so that "nothing lost, nothing doubled" can be checked against ground truth. The world
(``listening.simulator.world``) is pure data; the server (``listening.simulator.server``) reads it and nothing else.
"""
