"""Running: what a step writes, and what reaches a case from outside."""
