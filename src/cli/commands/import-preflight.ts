import { preflight } from "../../jobs/preflight.ts";
import { alignColumns } from "../../plain/columns.ts";
import { EXIT, type ExitCode, linesOf } from "../../plain/errors.ts";
import type { Check } from "../../preflight/check.ts";
import type { Invocation } from "../command.ts";
import { databasePath } from "../database-path.ts";
import { importArguments } from "../import-settings.ts";
import { asTyped, sameDatabase } from "../invocation-hint.ts";
import { passwordMeans } from "../password-means.ts";
import type { Terminal } from "../terminal.ts";

/** Checks whether an import can run; changes nothing. */
export async function run({ args, terminal }: Invocation): Promise<ExitCode> {
  const options = {
    ...importArguments(args),
    database: databasePath(args),
    passwords: passwordMeans({ args, terminal }),
    typed: (command: string) => asTyped(command, sameDatabase(args)),
  };
  const checks = await preflight(options, { note: terminal.narrate });
  const exitCode = checks.every(({ ok }) => ok) ? EXIT.clean : EXIT.failure;
  const document = { schemaVersion: 1, exitCode, checks };
  if (args.flags.json) terminal.document(JSON.stringify(document));
  else terminal.result(describe(checks, terminal));
  return exitCode;
}

function describe(checks: readonly Check[], { paint }: Terminal): string {
  const said = checks.map(({ what, cure }) => {
    const [first = "", ...rest] = linesOf(what);
    if (cure === null || rest.length > 0)
      return { first, rest: [...rest, ...(cure ? [cure] : [])] };
    return { first: `${first} ${cure}`, rest };
  });
  const lines = alignColumns(
    checks.map(({ check, ok }, at) => [ok ? "ok" : "problem", check, said[at]?.first ?? ""]),
  );
  const whole = lines.map((line, at) => [line, ...(said[at]?.rest ?? [])].join("\n"));
  const painted = whole.map((line, at) => (checks[at]?.ok ? line : paint.bad(line)));
  const problems = checks.filter(({ ok }) => !ok).length;
  const count = problems === 1 ? "1 problem." : `${problems} problems.`;
  return [...painted, "", problems === 0 ? "The import can run." : count].join("\n");
}
