"""Tasks on the pages: worklists, the page of a task, and votes."""
