import { FhirDecimal, type FhirElement, type FhirRow, type FhirValue } from "../define-fhir.ts";

// Elements of FHIR R4, made of columns. What a column does not say is left out.

type Text = string | number | null | undefined;

export const textOf = (value: Text): string | undefined =>
  value === null || value === undefined || String(value).trim() === "" ? undefined : String(value);

/** A list with what there is; none if that is nothing. */
export function list(...values: readonly FhirValue[]): readonly FhirValue[] | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known;
}

/** An object, unless nothing is in it. */
export function part(members: FhirElement): FhirElement | undefined {
  return Object.values(members).some((value) => value !== undefined) ? members : undefined;
}

const CODE_SYSTEMS: Readonly<Record<string, string>> = {
  loinc: "http://loinc.org",
  "snomed ct": "http://snomed.info/sct",
  snomed: "http://snomed.info/sct",
  "icd-10": "http://hl7.org/fhir/sid/icd-10",
  icd10: "http://hl7.org/fhir/sid/icd-10",
  "icd-10-cm": "http://hl7.org/fhir/sid/icd-10-cm",
  rxnorm: "http://www.nlm.nih.gov/research/umls/rxnorm",
  atc: "http://www.whocc.no/atc",
  cvx: "http://hl7.org/fhir/sid/cvx",
};

/** A system is an address; a name that nobody gave one stays in ours. */
function systemOf(name: string | undefined): string | undefined {
  if (name === undefined || /^\w[\w+.-]*:\S+$/.test(name)) return name;
  const known = CODE_SYSTEMS[name.toLowerCase()];
  return known ?? `${OURS}code-system:${encodeURIComponent(name)}`;
}

/** Names of ours are no addresses, as nobody can look one up. */
export const OURS = "urn:hmsync:";

/** Where HL7 keeps its code systems. */
export const TERMS = "http://terminology.hl7.org/CodeSystem/";

/** A concept with its words, and its code where there is one. */
export function concept(text: Text, code?: Text, system?: Text): FhirElement | undefined {
  const [words, own] = [textOf(text), textOf(code)];
  const coding = own && part({ system: systemOf(textOf(system)), code: own });
  return part({ coding: coding ? [coding] : undefined, text: words });
}

/** A code of a set that FHIR fixes. */
export const coded = (code: Text, system: string): FhirElement | undefined => {
  const own = textOf(code);
  return own === undefined ? undefined : { coding: [{ system, code: own }] };
};

export const refer = (type: string, id: Text): FhirElement | undefined => {
  const own = textOf(id);
  return own === undefined ? undefined : { reference: `${type}/${own}` };
};

/** A row of a type, and the name that is written of it. */
export const referNamed = (type: string, id: Text, name: Text): FhirElement | undefined =>
  part({ ...refer(type, id), display: textOf(name) });

/** What is named and no row: a display. */
export const named = (name: Text): FhirElement | undefined => part({ display: textOf(name) });

/** A day as exactly as it is known. */
export function day(date: Text, precision?: Text): string | undefined {
  const own = textOf(date);
  if (own === undefined) return undefined;
  return precision === "year" ? own.slice(0, 4) : precision === "month" ? own.slice(0, 7) : own;
}

const ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

/** In the place of what must be there and nobody recorded. */
export const absent = (): FhirElement => ({
  extension: [{ url: ABSENT, valueCode: "unknown" }],
});

/** A code that must be there: itself, or that it is unknown. */
export function required(name: string, code: Text): FhirElement {
  const own = textOf(code);
  return own === undefined ? { [`_${name}`]: absent() } : { [name]: own };
}

/** Whether a row is active; undefined where nobody recorded it. */
export const isActive = (row: FhirRow): boolean | undefined =>
  row["isActive"] === null ? undefined : Number(row["isActive"]) === 1;

/** The same as a status, which is `otherwise` of a row that is not. */
export function activity(row: FhirRow, otherwise: string): string | undefined {
  const active = isActive(row);
  if (active === undefined) return undefined;
  return active ? "active" : otherwise;
}

/** Columns that FHIR has no element for. */
export function ours(row: FhirRow, ...fields: readonly string[]): readonly FhirValue[] | undefined {
  return list(
    ...fields.map((field) => {
      const text = textOf(row[field]);
      return text === undefined ? undefined : extension(field, text);
    }),
  );
}

export const extension = (field: string, text: string): FhirElement => ({
  url: `${OURS}${field}`,
  valueString: text,
});

const UCUM = "http://unitsofmeasure.org";
/** Units that are written as UCUM writes them; what else people write stays a word. */
const UCUM_UNITS = new Set([
  ...[
    "kg",
    "g",
    "mg",
    "ug",
    "ng",
    "L",
    "dL",
    "mL",
    "uL",
    "fL",
    "m",
    "cm",
    "mm",
    "%",
    "Cel",
    "kg/m2",
  ],
  ...["mmol/L", "umol/L", "nmol/L", "pmol/L", "mg/dL", "ug/dL", "ng/mL", "pg/mL", "g/dL", "g/L"],
  ...["mg/L", "U/L", "m[IU]/L", "[IU]/L", "10*9/L", "10*12/L", "/min", "meq/L", "mm[Hg]", "[degF]"],
]);

const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** A quantity with the digits of its number; undefined if the text is no number. */
export function quantity(number: Text, unit?: Text, comparator?: Text): FhirElement | undefined {
  const digits = textOf(number)?.replace(/^(-?)0+(?=\d)/, "$1");
  if (digits === undefined || !DECIMAL.test(digits)) return undefined;
  const own = textOf(unit);
  const isUcum = own !== undefined && UCUM_UNITS.has(own);
  return {
    value: new FhirDecimal(digits),
    comparator: textOf(comparator),
    unit: own,
    system: isUcum ? UCUM : undefined,
    code: isUcum ? own : undefined,
  };
}

export const note = (text: Text): readonly FhirValue[] | undefined => {
  const own = textOf(text);
  return own === undefined ? undefined : [{ text: own }];
};

export const telecom = (phone: Text, email: Text): readonly FhirValue[] | undefined =>
  list(
    textOf(phone) && { system: "phone", value: textOf(phone) },
    textOf(email) && { system: "email", value: textOf(email) },
  );
