"""Conformance: one small diagram for each element and each pitfall, and the traces that the standard requires of it.

`docs/bpmn.md` is written from these tables: `python -m tests.engine.conformance`.
"""
