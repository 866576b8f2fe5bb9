"""Documents: files that people upload with an answer: what is accepted, in what form, and where it is stored."""
