"""Examining: what `smederij doctor` says."""
