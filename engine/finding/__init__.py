"""Finding: cases by what somebody looks for and may see, one case with its row locked, and people by name."""
