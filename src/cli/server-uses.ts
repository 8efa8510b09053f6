import type { Arguments } from "./arguments.ts";

/**
 * How a command works where a database on a server is named: it `look`s at a shadow; what it does there is rolled back
 * (`rehearse`), or published (`write`); it asks whether it could be (`examine`); it may `create` the tables of an empty database, too. `itself`: its module
 * has `runOnServer`. `beside`: it needs nothing of the database but what is kept beside it.
 */
export type ServerUse =
  | ("look" | "rehearse" | "examine" | "write" | "create")
  | ("itself" | "beside");

type Flags = Arguments["flags"];

/** A dry run publishes nothing, and keeps nobody out. */
const writes = (flags: Flags): ServerUse => (flags["dry-run"] ? "look" : "write");

const USES: Readonly<Record<string, ServerUse | ((flags: Flags) => ServerUse)>> = {
  import(flags) {
    if (flags["dry-run"]) return "rehearse";
    return flags.resume ? "write" : "create";
  },
  "import:diff": "rehearse",
  "import:preflight": "examine",
  "import:retry": writes,
  "import:undo": writes,
  "import:persons": (flags) =>
    flags.same || flags.different || flags.later || flags["take-in"] ? writes(flags) : "look",
  "import:review": "write",
  "import:sign": "write",
  "import:fix": "look",
  "import:fixes": "look",
  "import:sample": "look",
  "import:verify-sign-off": "look",
  "import:report": "look",
  "import:logs": "look",
  "import:status": "look",
  "import:crosswalk": "look",
  "import:trace": "look",
  "import:validate": "look",
  "export:fhir": "look",
  "db:plan": "itself",
  "db:push": "itself",
  "db:status": "itself",
  "db:validate": "itself",
  "db:backup": "itself",
  "db:restore": "itself",
  "db:migrate": "itself",
  "db:rollback": "itself",
  "db:adopt-migrations": "itself",
  "db:backfill-public-ids": "itself",
  "import:mapping": "beside",
  "import:questions": "beside",
};

/** Undefined of a command that knows files alone. */
export function serverUse(command: string, { flags }: Arguments): ServerUse | undefined {
  const use = USES[command];
  return typeof use === "function" ? use(flags) : use;
}
