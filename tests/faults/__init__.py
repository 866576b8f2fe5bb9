"""Faults: what was confirmed is stored and nothing happens twice, whatever is killed, full, down or slow."""
