"""Disclosure: what is held about somebody."""
