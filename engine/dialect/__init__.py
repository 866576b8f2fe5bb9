"""What our BPMN means: reading diagrams, the expression language, decisions and the scopes of variables."""
