"""Trials: a change tried out in a municipality of its own."""
