"""Running: how one step of a case gets from the token game into the tables, whatever caused it. Commits nothing."""
