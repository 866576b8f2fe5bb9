"""Background: the worker, its queue, and the mails that it sends by itself."""
