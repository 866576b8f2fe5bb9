"""Faults: what is confirmed is there and nothing happens twice, whatever is killed, full, gone or slow at the time."""
