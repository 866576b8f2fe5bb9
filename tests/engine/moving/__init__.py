"""Moving: a case goes where its diagram would not bring it."""
