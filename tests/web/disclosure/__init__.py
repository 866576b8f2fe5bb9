"""Disclosure on the pages: what is held about somebody, or in a case, as one file."""
