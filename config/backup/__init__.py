"""Keeping an installation in one file and bringing it back: snapshot, archive, manifest, and Postgres' own tools."""
