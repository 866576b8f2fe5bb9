"""Retention: how long cases are kept, and their destruction."""
