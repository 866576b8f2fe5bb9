"""Versions on the pages: moving what runs."""
