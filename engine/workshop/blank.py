"""Blank: the drawing that a new process begins with: a start, one task and an end."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

_DRAWING = """\
<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" \
xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" \
xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="definities-{id}" \
targetNamespace="https://smederij.example/{id}" modeler:executionPlatform="Camunda Cloud" \
modeler:executionPlatformVersion="8.8.0">
  <bpmn:process id="{id}" name={name} isExecutable="true">
    <bpmn:startEvent id="{id}-start" name="Begonnen">
      <bpmn:outgoing>{id}-naar-taak</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:sequenceFlow id="{id}-naar-taak" sourceRef="{id}-start" targetRef="{id}-taak" />
    <bpmn:userTask id="{id}-taak" name="Eerste taak doen">
      <bpmn:extensionElements>
        <zeebe:userTask />
        <zeebe:assignmentDefinition candidateGroups="gebiedsregisseur" />
      </bpmn:extensionElements>
      <bpmn:incoming>{id}-naar-taak</bpmn:incoming>
      <bpmn:outgoing>{id}-naar-einde</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="{id}-naar-einde" sourceRef="{id}-taak" targetRef="{id}-einde" />
    <bpmn:endEvent id="{id}-einde" name="Klaar">
      <bpmn:incoming>{id}-naar-einde</bpmn:incoming>
    </bpmn:endEvent>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="tekening-{id}">
    <bpmndi:BPMNPlane id="vlak-{id}" bpmnElement="{id}">
      <bpmndi:BPMNShape id="{id}-start_di" bpmnElement="{id}-start">
        <dc:Bounds x="152" y="102" width="36" height="36" />
        <bpmndi:BPMNLabel>
          <dc:Bounds x="146" y="145" width="49" height="14" />
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="{id}-taak_di" bpmnElement="{id}-taak">
        <dc:Bounds x="240" y="80" width="100" height="80" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="{id}-einde_di" bpmnElement="{id}-einde">
        <dc:Bounds x="392" y="102" width="36" height="36" />
        <bpmndi:BPMNLabel>
          <dc:Bounds x="398" y="145" width="25" height="14" />
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="{id}-naar-taak_di" bpmnElement="{id}-naar-taak">
        <di:waypoint x="188" y="120" />
        <di:waypoint x="240" y="120" />
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="{id}-naar-einde_di" bpmnElement="{id}-naar-einde">
        <di:waypoint x="340" y="120" />
        <di:waypoint x="392" y="120" />
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""


def draw_blank(process_id: str, name: str) -> bytes:
    """A drawing of a new process. Its id begins the ids of all elements, since no two processes may share one."""
    return _DRAWING.format(id=process_id, name=quoteattr(name)).encode()
