"""Papers on the pages: letters, mails and registers."""
