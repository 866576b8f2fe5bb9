"""Tasks: worklists, and what people do with a task."""
