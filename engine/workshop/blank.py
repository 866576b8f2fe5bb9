"""Blank: the initial content of a new process (a start, one task and an end) and of a new decision table."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from engine.dialect.dmn.tables import TO_FILL_IN

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
      <bpmn:extensionElements>
        <zeebe:properties>
          <zeebe:property name="publishedStatus" value="Ingestuurd" />
        </zeebe:properties>
      </bpmn:extensionElements>
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
      <bpmn:extensionElements>
        <zeebe:properties>
          <zeebe:property name="publishedStatus" value="Klaar" />
        </zeebe:properties>
      </bpmn:extensionElements>
      <bpmn:incoming>{id}-naar-einde</bpmn:incoming>
    </bpmn:endEvent>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="tekening-{id}">
    <bpmndi:BPMNPlane id="vlak-{id}" bpmnElement="{id}">
      <bpmndi:BPMNShape id="{id}-start_di" bpmnElement="{id}-start">
        <dc:Bounds x="152" y="102" width="36" height="36" />
        <bpmndi:BPMNLabel>
          <dc:Bounds x="130" y="145" width="80" height="14" />
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="{id}-taak_di" bpmnElement="{id}-taak">
        <dc:Bounds x="310" y="80" width="100" height="80" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="{id}-einde_di" bpmnElement="{id}-einde">
        <dc:Bounds x="532" y="102" width="36" height="36" />
        <bpmndi:BPMNLabel>
          <dc:Bounds x="520" y="145" width="60" height="14" />
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="{id}-naar-taak_di" bpmnElement="{id}-naar-taak">
        <di:waypoint x="188" y="120" />
        <di:waypoint x="310" y="120" />
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="{id}-naar-einde_di" bpmnElement="{id}-naar-einde">
        <di:waypoint x="410" y="120" />
        <di:waypoint x="532" y="120" />
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""


def draw_blank(process_id: str, name: str) -> bytes:
    """A drawing of a new process. Its id starts the ids of all elements, since no two processes may share one."""
    return _DRAWING.format(id=process_id, name=quoteattr(name)).encode()


_TABLE = """\
<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" \
xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" \
id="{id}_model" name={name} namespace="https://smederij.example/{id}">
  <decision id="{id}" name={name}>
    <variable id="{id}_variabele" name={name} />
    <decisionTable id="{id}_tabel" hitPolicy="FIRST">
      <input id="{id}_in_1" label="Vraag">
        <inputExpression id="{id}_uitdrukking_1"><text>"alles"</text></inputExpression>
      </input>
      <output id="{id}_uit_1" label="Uitkomst" name={result} />
      <rule id="{id}_regel_1">
        <inputEntry id="{id}_r1_i1"><text>-</text></inputEntry>
        <outputEntry id="{id}_r1_o1"><text>"{to_fill_in}"</text></outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="{id}_tekening">
      <dmndi:DMNShape id="{id}_vorm" dmnElementRef="{id}">
        <dc:Bounds height="80" width="180" x="160" y="80" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
"""


def draw_blank_table(decision_id: str, name: str = "", result: str = "uitkomst") -> bytes:
    """A decision table with one rule that always holds, until it is filled in; without a name it uses its id.

    `result` is the name of its output, best the same as in the step that asks for it.
    """
    title = quoteattr(" ".join(name.split()) or decision_id)
    return _TABLE.format(id=decision_id, name=title, result=quoteattr(result), to_fill_in=TO_FILL_IN).encode()
