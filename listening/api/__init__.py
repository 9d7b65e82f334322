"""The REST API of listening: the way in for programs. Problem documents, shared by every room's API, live here too."""
