"""Moving: bringing a case where its diagram would not: to another version, to another step, past an incident."""
