"""Accounts: who may sign in and how, what becomes of an account, and what the history knows of the rights of each."""
