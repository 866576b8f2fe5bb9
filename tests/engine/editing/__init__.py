"""Editing: a change of a file changes what it says, and not a byte more."""
