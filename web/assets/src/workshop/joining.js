// Joining: the name of a gateway where flows come together and no choice is made, so it does not split anything.
import { is } from "bpmn-js/lib/util/ModelUtil";

const flowsOf = (all) => all.filter((one) => is(one, "bpmn:SequenceFlow")).length;

/** Whether several flows come in and at most one goes out (gatewayDirection Converging, BPMN 2.0.2 clause 10.6.1). */
export const isJoin = (element) =>
  is(element, "bpmn:Gateway") && flowsOf(element.incoming) > 1 && flowsOf(element.outgoing) < 2;

/** The text to translate for the kind of an element. */
export const nameKind = (element, kind) => (isJoin(element) ? `${kind} that joins` : kind);
