"""Retention on the pages: lists of what is destroyed."""
