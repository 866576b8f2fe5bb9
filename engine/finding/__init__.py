"""Finding: cases by what somebody looks for and may see, and one with its row locked."""
