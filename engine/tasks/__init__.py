"""Tasks: worklists, and what people do with a task of theirs; completing one is where the others lead."""
