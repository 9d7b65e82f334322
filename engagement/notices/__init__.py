"""Alerts on their way out: what is written, in which shape, how it is sent and tried again. Knows no pages."""
