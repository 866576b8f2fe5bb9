"""Command line: what operators type, and what they read."""
