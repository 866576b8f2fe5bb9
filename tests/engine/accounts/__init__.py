"""Accounts: who may sign in, what happens to an account, and who is away."""
