"""Schema: where SpiffWorkflow keeps its copy of the XML Schema of BPMN 2.0."""

from __future__ import annotations

from pathlib import Path

import SpiffWorkflow

BPMN_SCHEMA = Path(SpiffWorkflow.__file__).parent / "bpmn" / "parser" / "schema" / "BPMN20.xsd"
