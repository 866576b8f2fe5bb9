"""Rules: what the standard forbids, each with a file that breaks it and one that does not; owners read the table."""
