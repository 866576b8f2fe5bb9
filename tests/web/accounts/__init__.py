"""Accounts on the pages: signing in, what people choose for themselves, and absences."""
