"""A person's own page: name, language and zone, and everything that keeps the way in safe."""
