"""What if: a year that is played again."""
