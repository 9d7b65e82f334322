"""Sessions in the database, sealed and under a digest: who reads the database or a backup gets nobody's cookie."""
