"""Second factors at rest: the secrets of authenticator apps and recovery codes, sealed with `CREDENTIAL_KEYS`."""
