"""The practice company of `make demo`: thirteen weeks replayed once through the real pipeline and the real verbs."""
