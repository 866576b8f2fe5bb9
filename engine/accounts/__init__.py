"""Accounts: who may sign in and how, what happens to an account, and what the history says of the rights of each."""
