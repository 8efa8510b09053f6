import { UsageError } from "../../plain/errors.ts";

/** Other writings of a database's address, and what to give instead. None is repeated: it may hold a password. */
const WRITINGS: readonly (readonly [pattern: RegExp, called: string, cure: string])[] = [
  [/^jdbc:(?:postgresql|mysql|mariadb):/i, "a JDBC URL", "ours"],
  [/^jdbc:/i, "a JDBC URL", "export"],
  // SQLAlchemy and Django name the driver behind the engine.
  [/^(?:postgres(?:ql)?|mysql|mariadb)\+\w+:\/\//i, "a URL that names a driver", "ours"],
  [/^[^/\s:]+:[^/\s]*@(?:tcp|unix)\(.*\)\//i, "an address in the writing of Go", "ours"],
  [/^(?:postgres(?:ql)?|mysql|mariadb):(?!\/\/)/i, "a URL without its two slashes", "ours"],
  [/^(?:sqlite|sqlite3|file):\/\//i, "the URL of a file", "path"],
  [/^(?:mssql|sqlserver|oracle|mongodb|db2|cockroachdb|redis|odbc)(?:\+\w+)?:/i, "", "export"],
  [/^(?!(?:postgres(?:ql)?|mysql|mariadb):)[a-z][\w+.-]*:\/\/[^/]*:[^/]*@/i, "", "export"],
  [
    /(?:^|;)\s*(?:server|data source|driver|provider|dsn|addr(?:ess)?)\s*=.*;/is,
    "a connection string",
    "ours",
  ],
  [/(?:^|\s)(?:host|hostaddr|dbname)\s*=\s*\S+\s+\w+\s*=/i, "a connection string", "ours"],
];

const CURES: Readonly<Record<string, string>> = {
  ours: "Write it as  postgres://USER@HOST:PORT/DATABASE  or  mysql://USER@HOST:PORT/DATABASE , the password in PGPASSWORD or MYSQL_PWD.",
  path: "Give the path of the file itself.",
  export: "Export its tables to CSV files, and give their folder.",
};

/** @throws UsageError if a text names a database in a way that is not read, with the way that is */
export function checkNoOtherWriting(text: string): void {
  const found = WRITINGS.find(([pattern]) => pattern.test(text));
  if (found === undefined) return;
  const [, called, cure] = found;
  const what = called === "" ? "names a database of a kind that cannot be read" : `is ${called}`;
  throw new UsageError(`The --source ${what}.`, { cure: CURES[cure] ?? "" });
}
