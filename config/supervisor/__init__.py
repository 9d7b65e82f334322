"""Starts and stops everything one installation needs, as child processes in the foreground. Knows no Django."""
