// Dutch for the editor page itself: what our own scripts say.
export const TYPES = {
  string: "tekst",
  text: "tekst",
  number: "getal",
  boolean: "ja of nee",
  date: "datum",
  time: "tijd",
  "date and time": "datum en tijd",
  "days and time duration": "duur",
  "years and months duration": "duur",
  list: "lijst",
  context: "gegevens",
};

export const FROM = {
  form: (text) => `Antwoord op “${text}”.`,
  decision: (text) => `Uitkomst van beslissing ${text}.`,
  expression: (text) => (text ? `Komt uit ${text}.` : ""),
  elsewhere: () => "",
};

export const READ_ONLY = {
  vandaag: "De datum van dit moment.",
  nu: "De datum en de tijd van dit moment.",
  kenmerk: "Het nummer van de zaak.",
  indiener_id: "De indiener, als sleutel.",
  groepen: "Wie er in een groep zit, zoals groepen.stuurgroep.",
  werkdagen: "werkdagen(5): het einde van de vijfde werkdag.",
};

export const JOBS = {
  mail: { name: "E-mail sturen", told: "Stuurt een bericht naar de indiener of een groep." },
  letter: { name: "Brief schrijven", told: "Legt een brief klaar die een medewerker afdrukt en op de post doet." },
  register: { name: "In een register zetten", told: "Zet een regel in een register. De invoer hieronder wordt de kolommen." },
  publish: { name: "Status publiceren", told: "Laat de indiener een nieuwe status zien. Kies die bij Smederij." },
  "start-case": { name: "Ander proces beginnen", told: "Begint een nieuwe zaak van een ander proces." },
  message: { name: "Bericht aan een andere zaak", told: "Stuurt een bericht naar een zaak die erop wacht." },
};

export const HEADERS = {
  template: "Welk bericht (e-mail)",
  "letter.template": "Welke brief",
  register: "In welk register",
  address: "Postadres (FEEL), als het niet dat van de indiener is",
  to: "Aan wie",
  post: "Ook per post, als de indiener geen e-mailadres heeft",
  process: "Welk proces",
  key: "Sleutel van wie wacht (FEEL)",
  timeToLive: "Hoe lang het bericht bewaard blijft, zoals PT1H",
  message: "Andere naam voor het bericht",
};

export const EFFECTS = {
  advies: "Advies",
  beschikking: "Beschikking (besluit in de zin van de wet)",
  geen: "Geen",
};

export const RETENTION = {
  "6.1.9": "6.1.9: besluit op een plan van bewoners, altijd bewaren",
  6.3: "6.3: afgebroken, één jaar bewaren",
};

export const TERMS = {
  P6W: "6 weken (P6W)",
  P8W: "8 weken (P8W)",
  P12W: "12 weken (P12W)",
  P13W: "13 weken (P13W)",
};

export const OUR = {
  publishedStatus: ["Status voor de indiener", "De indiener ziet deze status zodra dit klaar is."],
  publishedText: ["Tekst bij de status", "De tekst die de indiener erbij leest."],
  suspendsTerm: ["Wettelijke termijn staat stil", "Zolang deze taak openstaat (Awb 4:15)."],
  ballot: ["Geheime stemming", "Antwoorden zijn geheim en te wijzigen tot het sluit."],
  fourEyesWith: ["Door iemand anders dan", "Wie die taak doet, kan deze niet doen. Staan ze tegelijk open, dan ziet niemand wat de ander invult."],
  statutoryTerm: ["Wettelijke termijn", "Awb 4:13: loopt vanaf het begin van de zaak."],
  startableBy: ["Wie dit mag beginnen", ""],
  retentionClass: ["Bewaartermijn", "Uit de selectielijst voor gemeenten."],
  legalEffect: ["Wat dit einde is", "Alleen een beschikking krijgt een termijn, een reden en bezwaar."],
  outcome: ["Uitkomst", "Korte naam van de uitkomst."],
  referencePrefix: ["Begin van het nummer", "Hoofdletters, zoals IDEE."],
  caseNoun: ["Woord voor één zaak", "Zo heet het op de pagina’s, zoals aanvraag. Zonder staat er zaak."],
  caseNounPlural: ["Woord voor meer zaken", "Zoals aanvragen."],
  caseArticle: ["De of het bij dat woord", "De aanvraag, het idee."],
  caseNounEnglish: ["Engels woord voor één zaak", "Niet verplicht. Zonder staat er case."],
  caseNounEnglishPlural: ["Engels woord voor meer zaken", ""],
  titleVariable: ["Gegeven met de titel", ""],
  areaVariable: ["Gegeven met het gebied", ""],
  variable: ["Staat voor het gegeven", ""],
};
