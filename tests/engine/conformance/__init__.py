"""Conformance: one small diagram for each element and each trap, and the traces that the standard asks of it.

`docs/bpmn.md` is written from these tables: `python -m tests.engine.conformance`.
"""
