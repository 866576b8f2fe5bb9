"""Bench: how fast the engine is, as ratios to a limit that is measured in the same run."""
