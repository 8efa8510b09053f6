import { type FhirTable, has, type Json } from "../fhir-table.ts";
import { words } from "../parts/coded.ts";
import { moment, ours, plain } from "../parts/plain.ts";
import { encounter, named, participant, refers, STAFF } from "../parts/referring.ts";
import { nameOf } from "../references.ts";
import { branchAt, branchesAt, type Part, takeText, textAt } from "../taking.ts";

/** Classes of http://terminology.hl7.org/CodeSystem/v3-ActCode of which a patient has a bed. */
const STAYS = ["IMP", "ACUTE", "NONAC"];

export const isStay = (resource: Json): boolean => has(resource, "class.code", ...STAYS);

const COMMON: readonly Part[] = [
  plain("status"),
  plain("class", "class.code"),
  words("type"),
  refers("subject", "subject", "Patient"),
  participant("doctor", "individual", STAFF),
  moment("start", "period.start"),
  moment("end", "period.end"),
  words("reason", "reasonCode"),
  {
    columns: ["diagnosis"],
    take: ({ resource }) => {
      const at = branchAt(resource, "diagnosis.condition");
      return [takeText(at, "display")];
    },
  },
];

/** What became of a visit: FHIR has no status of one that nobody came to. */
const visitStatus: Part = {
  columns: ["visitStatus"],
  take: (taking) => [ours("status").take(taking)[0] || textAt(taking.resource, "status")],
};

/** https://hl7.org/fhir/R4/encounter.html of any class but a stay's. */
export const ENCOUNTER: FhirTable = {
  name: "Encounter",
  types: ["Encounter"],
  holds: (resource) => !isStay(resource),
  parts: [visitStatus, ...COMMON, ours("consultationFee")],
};

/** Where a patient lay: the bed is the place whose physical type is one. */
const bedAndWard: Part = {
  columns: ["ward", "bed"],
  take: (taking) => {
    const all = branchesAt(taking.resource, "location").flatMap((one) => {
      const place = branchAt(one, "location");
      const kind = textAt(one, "physicalType.coding.code");
      return place === undefined ? [] : [{ kind, name: nameOf(place, taking) }];
    });
    const beds = all.filter(({ kind }) => kind === "bd");
    const wards = all.filter(({ kind }) => kind !== "bd");
    return [wards[0]?.name ?? "", beds[0]?.name ?? ""];
  },
};

/** An encounter of which the patient has a bed. */
export const STAY: FhirTable = {
  name: "Stay",
  types: ["Encounter"],
  holds: isStay,
  parts: [
    ...COMMON,
    refers("facility", "serviceProvider", "Organization"),
    refers("visit", "partOf", "Encounter"),
    bedAndWard,
    words("disposition", "hospitalization.dischargeDisposition"),
  ],
};

/** https://hl7.org/fhir/R4/appointment.html */
export const APPOINTMENT: FhirTable = {
  name: "Appointment",
  types: ["Appointment"],
  parts: [
    plain("status"),
    participant("patient", "actor", ["Patient"]),
    participant("doctor", "actor", STAFF),
    moment("start"),
    moment("end"),
    words("reason", "reasonCode"),
    plain("comment"),
    plain("description"),
    ours("facilityId", "visitId", "date", "startTime", "endTime"),
  ],
};

/** https://hl7.org/fhir/R4/documentreference.html whose file lies beside the export: an address elsewhere is no file. */
export const DOCUMENT: FhirTable = {
  name: "Document",
  types: ["DocumentReference"],
  holds: (resource) => {
    const [url] = [resource["content"]].flat().map((one) => (one as Json)?.["attachment"] as Json);
    return /^(?!\w+:|\/|#|Binary\/)./.test(String(url?.["url"] ?? ""));
  },
  parts: [
    plain("status"),
    refers("subject", "subject", "Patient"),
    words("type"),
    plain("url", "content.attachment.url"),
    plain("contentType", "content.attachment.contentType"),
    plain("title", "content.attachment.title"),
    plain("size", "content.attachment.size"),
    moment("date"),
    named("author", "author"),
    plain("description"),
    encounter("context.encounter"),
  ],
};
