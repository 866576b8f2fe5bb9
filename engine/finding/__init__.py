"""Finding: cases by what somebody looks for and may see, one with its row locked, and people by name."""
