"""Executing: timers and jobs that are due, and those that fail."""
