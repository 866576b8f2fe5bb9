"""Disclosure: everything that is held about a person, for whoever asks (AVG art. 15), or about a case."""
