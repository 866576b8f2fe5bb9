"""Forms on the pages: lists, files, conditions, and what was typed and not sent."""
