"""Write docs/bpmn.md from the tables."""

from __future__ import annotations

from pathlib import Path

from tests.engine.conformance.table import DIAGRAMS, write_page

page = Path(__file__).resolve().parents[3] / "docs/bpmn.md"
page.write_text(write_page(), encoding="utf-8")
traces = sum(len(diagram.traces) for diagram in DIAGRAMS)
print(f"{page.name}: {len(DIAGRAMS)} diagrams, {traces} traces")
