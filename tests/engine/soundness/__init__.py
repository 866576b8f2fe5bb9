"""Tests of soundness."""
