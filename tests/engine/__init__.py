"""Tests of the engine: a folder for each of its packages; here those of its other modules, and what all tests share."""
