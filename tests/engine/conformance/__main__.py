"""Write docs/bpmn.md and docs/bpmn-regels.md from the tables."""

from __future__ import annotations

from pathlib import Path

from tests.engine.conformance.rules.table import RULES, write_rules
from tests.engine.conformance.table import DIAGRAMS, write_page

docs = Path(__file__).resolve().parents[3] / "docs"
(docs / "bpmn.md").write_text(write_page(), encoding="utf-8")
(docs / "bpmn-regels.md").write_text(write_rules(), encoding="utf-8")
traces = sum(len(diagram.traces) for diagram in DIAGRAMS)
print(f"bpmn.md: {len(DIAGRAMS)} diagrams, {traces} traces; bpmn-regels.md: {len(RULES)} rules")
