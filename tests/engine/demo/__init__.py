"""Demo: what a municipality for trying things out is filled with."""
