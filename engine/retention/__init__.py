"""Retention: how long a case that has ended is kept, what may be destroyed, who approves that, and what it leaves."""
