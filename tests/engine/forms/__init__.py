"""Forms: what a form may ask, and how an answer is read."""
