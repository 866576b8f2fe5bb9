"""Tests of the dialect: FEEL, DMN, and what our BPMN means."""
