"""Takeover: cases that ran elsewhere go on here."""
