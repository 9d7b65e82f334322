"""Mail is optional. Where it is off, whatever needs it says so and offers a link instead; nothing pretends."""
