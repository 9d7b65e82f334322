"""What a post does for the asker, read by a network with what was said before it.

``seen`` says what the network is shown, ``wordpieces`` cuts that into pieces, ``network`` reads them. Pure.
"""
