"""Papers: letters, and entries of registers."""
