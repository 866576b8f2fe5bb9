// Dutch for libraries with hard-coded English: it is replaced during bundling (patches.mjs).
// Per file: the original text and its replacement. The build fails when a library no longer contains the original.

const from = "bpmn-js-token-simulation/lib/features";

export const simulation = {
  [`${from}/toggle-mode/modeler/ToggleMode.js`]: { "Token Simulation": "Naspelen" },
  [`${from}/log/Log.js`]: {
    "'SubProcess'": "'Subproces'",
    "'Process'": "'Proces'",
    "'Service Task'": "'Servicetaak'",
    "'User Task'": "'Gebruikerstaak'",
    "'Call Activity'": "'Aanroep van een proces'",
    "'Script Task'": "'Scripttaak'",
    "'Business Rule Task'": "'Beslistaak'",
    "'Manual Task'": "'Handmatige taak'",
    "'Receive Task'": "'Ontvangsttaak'",
    "'Send Task'": "'Verzendtaak'",
    "|| 'Task'": "|| 'Taak'",
    "'Exclusive Gateway'": "'Exclusieve gateway'",
    "'Parallel Gateway'": "'Parallelle gateway'",
    "'Inclusive Gateway'": "'Inclusieve gateway'",
    "'Start Event'": "'Start'",
    "'Intermediate Event'": "'Gebeurtenis'",
    "'Boundary Event'": "'Gebeurtenis op de rand'",
    "'End Event'": "'Einde'",
    "No Entries": "Nog niets gebeurd",
    "Toggle Simulation Log": "Verslag tonen of verbergen",
    "Simulation Log": "Verslag",
    'aria-label="Close"': 'aria-label="Sluiten"',
  },
  [`${from}/show-scopes/ShowScopes.js`]: { "Focus process instance": "Kijk naar" },
  [`${from}/element-support/ElementSupport.js`]: {
    "Found unsupported elements": "Niet alles kan worden nagespeeld",
    "Not supported": "Wordt hier niet nagespeeld",
  },
  [`${from}/simulation-state/SimulationState.js`]: { "'Finished'": "'Klaar'" },
  [`${from}/set-animation-speed/SetAnimationSpeed.js`]: {
    "'Slow'": "'langzaam'",
    "'Normal'": "'gewoon'",
    "'Fast'": "'snel'",
    "Set animation speed =": "Snelheid:",
  },
  [`${from}/context-pads/handler/PauseHandler.js`]: {
    "'Remove' : 'Add' } pause point": "'Niet meer' : 'Hier' } wachten",
  },
  [`${from}/context-pads/handler/TriggerHandler.js`]: { "Trigger Event": "Laten gebeuren" },
  [`${from}/context-pads/handler/ExclusiveGatewayHandler.js`]: { "Set Sequence Flow": "Stroom kiezen" },
  [`${from}/context-pads/handler/InclusiveGatewayHandler.js`]: { "Set Sequence Flow": "Stroom kiezen" },
  [`${from}/pause-simulation/PauseSimulation.js`]: {
    "Play/Pause Simulation": "Verder of wachten",
    "Pause Simulation": "Wachten",
    "Play Simulation": "Verder",
  },
  [`${from}/reset-simulation/ResetSimulation.js`]: { "Reset Simulation": "Opnieuw beginnen" },
};

export const popup = {
  "diagram-js/lib/features/popup-menu/PopupMenuBreadcrumbs.js": { 'title="Back"': 'title="Terug"' },
  "diagram-js/lib/features/popup-menu/PopupMenuComponent.js": { "|| 'Search' }": "|| 'Zoeken' }" },
  "diagram-js/lib/features/popup-menu/PopupMenuItem.js": { "Open entry documentation": "Uitleg openen" },
};

export const panel = { "'Written in '": "'Komt uit '" };

export const lint = {
  "Unrecognized token in <${parent.name}>": "Dit hoort hier niet",
  "Unrecognized token <${next.name}> in <${parent.name}>": "Dit hoort hier niet",
  "Incomplete <${ (before || parent).name }>": "Dit is nog niet af",
  "First item is accessed via [1]": "De eerste van een lijst is [1]",
  "' requires ": "' vraagt ",
};

export const phrases = {
  Completions: "Aanvullingen",
  Diagnostics: "Meldingen",
  "No diagnostics": "Geen meldingen",
  close: "sluiten",
  "Control character": "Stuurteken",
  "Selection deleted": "Selectie verwijderd",
};

export const snippets = {
  "@bpmn-io/lang-feel/dist/index.js": {
    "detail: 'definition'": "detail: 'functie'",
    "detail: 'expression'": "detail: 'uitdrukking'",
    "detail: 'quantified expression'": "detail: 'voor alle of voor één'",
    "detail: 'block'": "detail: 'blok'",
    "detail: 'literal'": "detail: 'waarde'",
  },
};

export const tables = {
  "dmn-js-decision-table/lib/features/drag-and-drop/DragAndDrop.js": {
    "`Move ${isInput(col) ? 'Input' : 'Output'}`": "`${isInput(col) ? 'Vraag' : 'Antwoord'} verplaatsen`",
  },
};
