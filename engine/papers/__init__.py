"""Papers: the permanent output of a step: letters, entries of registers, and numbers without gaps."""
