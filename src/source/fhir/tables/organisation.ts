import { type FhirTable, has, type Json } from "../fhir-table.ts";
import { words } from "../parts/coded.ts";
import { address, identifier, telecom } from "../parts/people.ts";
import { ours, plain } from "../parts/plain.ts";
import { refers } from "../parts/referring.ts";

/** Insurers and payers treat nobody: their names stand with the policies. */
const isPayer = (resource: Json): boolean => has(resource, "type.coding.code", "pay", "ins", "bus");

/** https://hl7.org/fhir/R4/organization.html */
export const ORGANIZATION: FhirTable = {
  name: "Organization",
  types: ["Organization"],
  holds: (resource) => !isPayer(resource),
  parts: [
    plain("name"),
    words("type"),
    address(["district", "country"]),
    telecom(),
    plain("active"),
    identifier("code", { types: ["XX", "FI", "PRN"] }),
    ours("code"),
  ],
};

export const PAYER: FhirTable = {
  name: "Payer",
  types: ["Organization"],
  holds: isPayer,
  parts: [plain("name")],
};

/** https://hl7.org/fhir/R4/location.html */
export const LOCATION: FhirTable = {
  name: "Location",
  types: ["Location"],
  parts: [
    plain("name"),
    plain("description"),
    plain("status"),
    refers("facility", "managingOrganization", "Organization"),
    ours("code"),
  ],
};
