"""Proving: what was changed behind the back of the engine is found."""
