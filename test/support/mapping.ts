import { readFileSync } from "node:fs";
import { type Mapping, parseMapping } from "../../src/mapping/mapping.ts";
import { IMPORTERS } from "./target.ts";

/** How a test's mapping differs from `generic-csv`. */
interface Changes {
  readonly legacySystem?: string;
  readonly country?: string;
  /** By `entity.field`: what is said besides the column; null takes the field out. */
  readonly fields?: Readonly<Record<string, object | null>>;
  /** By entity: what is said of it besides fields and rules. */
  readonly entities?: Readonly<Record<string, object>>;
  /** Cells that mean "nothing" in the whole export. */
  readonly nullTokens?: readonly string[];
  /** By code. */
  readonly rules?: Readonly<Record<string, "error" | "warning" | "off">>;
}

interface Written {
  legacySystem: string;
  country?: string;
  nullTokens?: readonly string[];
  entities: Record<
    string,
    { fields: Record<string, string | object>; rules?: Record<string, string> }
  >;
}

/** The mapping `generic-csv` with some of it said otherwise. */
export function mappingWith(changes: Changes): Mapping {
  const { legacySystem, country, nullTokens, fields = {}, entities = {}, rules = {} } = changes;
  const json = readFileSync("importers/mappings/generic-csv.json", "utf8");
  const written = JSON.parse(json) as Written;
  written.legacySystem = legacySystem ?? written.legacySystem;
  if (country !== undefined) written.country = country;
  if (nullTokens !== undefined) written.nullTokens = nullTokens;
  for (const [entity, said] of Object.entries(entities)) {
    Object.assign(written.entities[entity] ?? {}, said);
  }
  changeFields(written, fields);
  for (const [code, setting] of Object.entries(rules)) {
    const entity = written.entities[code.split(".")[0] ?? ""];
    if (entity !== undefined) entity.rules = { ...entity.rules, [code]: setting };
  }
  return parseMapping("test", JSON.stringify(written), IMPORTERS);
}

function changeFields(written: Written, fields: NonNullable<Changes["fields"]>): void {
  for (const [name, said] of Object.entries(fields)) {
    const [entity = "", field = ""] = name.split(".");
    const own = written.entities[entity]?.fields ?? {};
    const before = own[field];
    if (said === null) delete own[field];
    else own[field] = { ...(typeof before === "string" ? { column: before } : before), ...said };
  }
}
