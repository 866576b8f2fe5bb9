// Element templates for the kinds of work that our engine does, so that each is one menu entry.
import { JOBS } from "../dutch/page.js";

const SCHEMA = "https://unpkg.com/@camunda/zeebe-element-templates-json-schema/resources/schema.json";

/** One template per kind of work that the server knows. */
export function buildTemplates(words) {
  return words.jobs.map((job) => ({
    $schema: SCHEMA,
    id: `smederij.${job.type}`,
    name: JOBS[job.type]?.name ?? job.type,
    description: JOBS[job.type]?.told ?? "",
    appliesTo: ["bpmn:Task"],
    elementType: { value: "bpmn:ServiceTask" },
    entriesVisible: true,
    properties: [
      { type: "Hidden", value: job.type, binding: { type: "zeebe:taskDefinition", property: "type" } },
      ...(["mail", "letter"].includes(job.type)
        ? [{ type: "Hidden", value: "indiener", binding: { type: "zeebe:taskHeader", key: "to" } }]
        : []),
    ],
  }));
}
