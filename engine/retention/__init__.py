"""Retention: how long an ended case is kept, what may be destroyed, who approves that, and what remains of it."""
