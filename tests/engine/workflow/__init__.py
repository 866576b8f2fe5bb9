"""Workflow: the token game, without a database unless a test says so."""
