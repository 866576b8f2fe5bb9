// Advice: bpmnlint rules about what reads badly but is not wrong, which the engine's check does not cover.
import Linter from "bpmnlint/lib/linter.js";
import labelRequired from "bpmnlint/rules/label-required.js";
import noOverlap from "bpmnlint/rules/no-overlapping-elements.js";
import superfluousTermination from "bpmnlint/rules/superfluous-termination.js";

const RULES = {
  "label-required": [labelRequired, "Dit element heeft nog geen naam.", "Geef het een naam die zegt wat er gebeurt."],
  "no-overlapping-elements": [noOverlap, "Dit element ligt over een ander element.", "Schuif ze uit elkaar."],
  "superfluous-termination": [superfluousTermination, "Hier is niets meer te stoppen.", "Kies een gewoon einde."],
};

const linter = new Linter({
  config: { rules: Object.fromEntries(Object.keys(RULES).map((name) => [name, "info"])) },
  resolver: { resolveRule: (_, name) => RULES[name][0], resolveConfig: () => null },
});

/** Advice about elements that have no worse finding. */
export async function adviseOn(diagram, found) {
  const definitions = diagram.modeler.getDefinitions();
  if (!definitions) return [];
  const told = new Set(found.map((finding) => finding.element_id));
  const report = await linter.lint(definitions);
  return Object.entries(report).flatMap(([rule, reports]) =>
    reports
      .filter((one) => RULES[rule] && !told.has(one.id))
      .map((one) => ({
        code: rule,
        severity: "advice",
        file: "process.bpmn",
        element_id: one.id,
        element_name: one.name ?? "",
        reason: RULES[rule][1],
        remedy: RULES[rule][2],
        trace: [],
        fixes: [],
      })),
  );
}
