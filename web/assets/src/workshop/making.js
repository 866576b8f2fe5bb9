// New files of a process: a form, a decision table, a mail or a letter, each complete enough for the engine to read.

/** A name for a file and in expressions: lowercase letters, digits and dashes. */
export function slug(text, taken) {
  const base =
    text
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 40) || "nieuw";
  let found = /^[a-z]/.test(base) ? base : `n-${base}`;
  for (let number = 2; taken.has(found); number += 1) found = `${base}-${number}`;
  return found;
}

export function buildForm(id, title) {
  const form = {
    type: "default",
    id,
    title,
    schemaVersion: 16,
    components: [
      {
        type: "textarea",
        id: `Veld_${id.replaceAll("-", "_")}_1`,
        key: `${id.replaceAll("-", "_")}_toelichting`,
        label: "Toelichting",
      },
    ],
  };
  return `${JSON.stringify(form, null, 2)}\n`;
}

const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

export function buildTable(id, name, input = "") {
  const key = id.replaceAll("-", "_");
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"
             xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/"
             xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/"
             id="Definitions_${key}" name="${escape(name)}" namespace="https://smederijen.invalid/dmn">
  <decision id="${id}" name="${escape(name)}">
    <decisionTable id="Tabel_${key}" hitPolicy="UNIQUE">
      <input id="Invoer_${key}" label="Vraag">
        <inputExpression id="Uitdrukking_${key}" typeRef="string">
          <text>${escape(input)}</text>
        </inputExpression>
      </input>
      <output id="Uitvoer_${key}" label="Antwoord" name="${key}" typeRef="string" />
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="Diagram_${key}">
      <dmndi:DMNShape id="Vorm_${key}" dmnElementRef="${id}">
        <dc:Bounds height="80" width="180" x="160" y="80" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
`;
}

export const buildMail = (title) => `Onderwerp: ${title}

{{ aanhef }},



Met vriendelijke groet,
{{ gemeente }}

{{ contact }}
`;

export const buildLetter = (title) => `Onderwerp: ${title}

{{ aanhef }},



Met vriendelijke groet,
{{ gemeente }}

{{ contact }}
`;

export const buildStory = () => "name: Nieuw verhaal\nstart: {}\nsteps: []\n";
