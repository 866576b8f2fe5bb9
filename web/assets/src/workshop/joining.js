// Joining: how a gateway is called where ways come together and no choice is made, which is nothing that parts.
import { is } from "bpmn-js/lib/util/ModelUtil";

const flowsOf = (all) => all.filter((one) => is(one, "bpmn:SequenceFlow")).length;

/** Whether more ways come in and no more than one goes on (gatewayDirection Converging, BPMN 2.0.2 clause 10.6.1). */
export const isJoin = (element) =>
  is(element, "bpmn:Gateway") && flowsOf(element.incoming) > 1 && flowsOf(element.outgoing) < 2;

/** The words to translate for the kind of an element. */
export const nameKind = (element, kind) => (isJoin(element) ? `${kind} that joins` : kind);
