"""Documents: files that people hand in with an answer: what is taken, in what shape, and where it is kept."""
