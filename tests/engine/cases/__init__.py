"""Cases: what is done with a case as a whole, and what its readers see of it."""
