import type { NamedColumn } from "../database.ts";
import type { Kept, Limits, PairedColumn, ServerType } from "../target-server.ts";
import type { ServerColumn } from "./target-catalog.ts";

/** How the shadow may keep the values of a type. */
const KEPT: Readonly<Record<ServerType, readonly Kept[]>> = {
  uuid: ["text"],
  text: ["text"],
  varchar: ["text"],
  bpchar: ["text"],
  enum: ["text"],
  date: ["text"],
  time: ["text"],
  timestamp: ["text"],
  timestamptz: ["text"],
  json: ["text"],
  // Where the shadow's column takes any value, as the text or the number that the JSON is.
  jsonb: ["text", "blob"],
  bool: ["integer"],
  int2: ["integer"],
  int4: ["integer"],
  int8: ["integer"],
  // As whole numbers where the column has no decimals, and as the decimals that they are.
  numeric: ["text", "integer"],
  float4: ["real"],
  float8: ["real"],
  bytea: ["blob"],
};

const FLOAT4_ID = 700;
const FLOAT8_ID = 701;

/** A column of both sides, or what keeps it from being one. */
export type Pairing = PairedColumn | { readonly why: string };

/** Pairs a column of the server with the shadow's of the same name. */
export function pairColumn(server: ServerColumn, shadow: NamedColumn): Pairing {
  const { name, written } = server;
  const type = typeOf(server);
  if (type === undefined) return { why: `is of the type ${written}, which cannot be kept` };
  if (server.generated) return { why: "is computed by the server, and stored in the schema" };
  const kept = KEPT[type].find((one) => one === shadow.affinity);
  const limits = limitsOf(type, server.modifier);
  if (kept === undefined || (kept === "integer" && type === "numeric" && !isWhole(limits))) {
    return { why: `is ${written} on the server, and ${shadow.affinity} in the schema` };
  }
  return {
    name,
    type,
    written,
    kept,
    typeId: typeIdOf(type, server),
    ...(server.labels === null ? {} : { labels: server.labels }),
    ...(limits === undefined ? {} : { limits }),
  };
}

/** Text that is compared whatever its letter case: an extension's type, which is sent as text is. */
const CITEXT = "citext";

function typeOf({ base, kind, builtIn }: ServerColumn): ServerType | undefined {
  if (kind === "e") return "enum";
  if (kind !== "b") return undefined;
  if (!builtIn) return base === CITEXT ? "text" : undefined;
  return base in KEPT && base !== "enum" ? (base as ServerType) : undefined;
}

/** The digest adds a zero to floating numbers: what comes of it is of no domain. */
function typeIdOf(type: ServerType, { typeId }: ServerColumn): number {
  if (type === "float4") return FLOAT4_ID;
  return type === "float8" ? FLOAT8_ID : typeId;
}

const isWhole = (limits: Limits | undefined): boolean =>
  limits?.scale !== undefined && limits.scale <= 0;

/** Modifiers of lengths and of numbers count four bytes of a header that is not there. */
const HEADER = 4;

function limitsOf(type: ServerType, modifier: number): Limits | undefined {
  if (modifier < 0) return undefined;
  if (type === "varchar" || type === "bpchar") return { length: modifier - HEADER };
  if (type === "time" || type === "timestamp" || type === "timestamptz") {
    return { decimals: modifier };
  }
  if (type !== "numeric") return undefined;
  // Eleven bits with a sign (numeric.c, numeric_typmod_scale).
  const scale = (((modifier - HEADER) & 0x7ff) ^ 1024) - 1024;
  return { precision: ((modifier - HEADER) >> 16) & 0xffff, scale };
}
