"""Cases: what is done with a case as a whole, from starting to erasing it, and everything its readers see of it."""
