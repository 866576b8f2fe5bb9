"""Cases: what is done with one as a whole, from starting to erasing it, and everything that its readers see of it."""
