"""Cases on the pages: what staff do with a case as a whole, and its terms."""
