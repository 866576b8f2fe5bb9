"""Tests of replaying cases."""
