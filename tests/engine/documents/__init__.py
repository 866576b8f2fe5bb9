"""Documents: files that people hand in."""
