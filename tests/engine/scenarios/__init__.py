"""Scenarios: stories of processes, and the stock that they are told of."""
