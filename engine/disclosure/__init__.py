"""Disclosure: everything that is held about a person, for whoever asks about themselves (AVG art. 15)."""
