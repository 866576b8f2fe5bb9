"""Soundness: playing the token game of a diagram with its data abstracted, to find what goes wrong before it runs.

Pure: elements in, problems out, each with the shortest way that leads to it. Knows no database and no other engine.
"""

from engine.soundness.exploring import DOUBLED, ENDLESS, NEVER, STUCK, Problem, Soundness, explore, find_stuck
