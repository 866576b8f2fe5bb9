"""Background: the work done after the commit and beside the pages, and the worker that does it."""
