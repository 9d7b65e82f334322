"""X through tweepy: own mentions, recent search, conversations, and replies where X allows them."""
