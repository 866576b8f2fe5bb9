"""Papers: what a step writes for keeps: letters, entries of registers, and numbers that follow on without gaps."""
