"""Checking: for each reason to refuse or warn, a small diagram that gives it."""
