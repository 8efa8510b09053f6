import type { Database } from "../../db/database.ts";
import { sameName } from "../../db/names.ts";
import {
  type CopyRequest,
  type CopyResult,
  copyTable,
} from "../../evolve/copy-table/copy-table.ts";
import { dropOlder, whyKept } from "../../evolve/copy-table/drop-older.ts";
import { namingInDatabase } from "../../evolve/copy-table/naming.ts";
import { namingInCode } from "../../evolve/copy-table/naming-in-code.ts";
import type { OlderTable } from "../../evolve/copy-table/older-table.ts";
import { type CopyPlan, planCopy } from "../../evolve/copy-table/plan-copy.ts";
import { written } from "../../evolve/missing-decisions.ts";
import { writeName } from "../../evolve/written-names.ts";
import { ddlOf, ownDdl } from "../../jobs/own-schema.ts";
import { onExisting } from "../../jobs/run/run-locked.ts";
import { grouped } from "../../plain/columns.ts";
import { DecisionNeeded, EXIT, type ExitCode } from "../../plain/errors.ts";
import { copyText, type StillToDo, stillToDoText } from "../../report/copy-text.ts";
import { masked, revealed } from "../../report/mask.ts";
import { batchSize } from "../batch-size.ts";
import type { Invocation } from "../command.ts";
import {
  declaredCopy,
  dropAllowed,
  leftBehind,
  olderTable,
  onConflict,
} from "../copy-arguments.ts";
import { renamesFrom } from "../decision-flags.ts";
import { failpoint } from "../failpoints.ts";
import type { FlagName } from "../flags.ts";
import { interruptSignal } from "../interrupt.ts";
import { asTyped, sameCommand } from "../invocation-hint.ts";
import { lockingFor } from "../locking.ts";
import { seldom } from "../progress.ts";
import { copiesOf, targetOf } from "../wiring.ts";

const BATCH = 2_000;
/** Rows that are shown side by side. */
const SAMPLE = 3;
/** Flags that a person asks for anew each time. */
const PASSING: readonly FlagName[] = ["reveal"];
const WHOLE: readonly FlagName[] = [...PASSING, "drop-old", "allow-drop-table"];

/** Copies a table into the one that has come in its place; drops the older one only when told to. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args } = invocation;
  const copy = declaredCopy(args.operand, copiesOf(args));
  const drops = dropAllowed(args, copy);
  return onExisting(lockingFor(invocation, "db:copy-table"), async (db) => {
    const older = await olderTable(db, copy, args);
    const plan = planCopy(copy, older.columns, {
      renames: renamesFrom(args).filter(({ table }) => sameName(table, copy.from)),
      leftBehind: leftBehind(args, copy),
    });
    const interrupt = interruptSignal(invocation.terminal);
    try {
      const { signal } = interrupt;
      return await new TableCopying(invocation, db, { older, plan, signal }).run(drops);
    } finally {
      interrupt.release();
    }
  });
}

interface Input {
  readonly older: OlderTable;
  readonly plan: CopyPlan;
  readonly signal: AbortSignal;
}

/** One copy, from the first look to what is told of it. */
class TableCopying {
  readonly #invocation: Invocation;
  readonly #db: Database;
  readonly #input: Input;
  #backup: string | undefined;
  #copied = 0;

  constructor(invocation: Invocation, db: Database, input: Input) {
    this.#invocation = invocation;
    this.#db = db;
    this.#input = input;
  }

  async run(drops: boolean): Promise<ExitCode> {
    const { terminal, args } = this.#invocation;
    const { plan, older } = this.#input;
    terminal.narrate(`Database ${this.#db.path}`);
    terminal.narrate(`${older.where} -> ${plan.table}: ${columnsText(plan)}`);
    this.#db.onTransientFailure(({ failure, ms }) =>
      terminal.narrate(`${failure}; trying again in ${ms} ms.`),
    );
    try {
      const rehearses = args.flags["dry-run"] === true;
      const result = await (rehearses ? this.#rehearse() : this.#copy("each batch"));
      if (!drops || rehearses || result.interrupted) return this.#tell(result, false);
      if (whyKept(result) !== undefined && !args.flags.json) this.#tell(result, false);
      await this.#drop(result);
      return this.#tell(result, true);
    } catch (error) {
      if (this.#copied > 0) terminal.narrate(`${grouped(this.#copied)} rows were copied and stay.`);
      throw error;
    }
  }

  async #rehearse(): Promise<CopyResult> {
    this.#db.begin();
    try {
      return await this.#copy("nothing");
    } finally {
      this.#db.rollback();
    }
  }

  async #copy(commits: CopyRequest["commits"]): Promise<CopyResult> {
    const { terminal, args } = this.#invocation;
    const show = seldom(terminal);
    return copyTable(this.#db, {
      ...this.#input,
      commits,
      batchSize: batchSize(args, BATCH),
      now: new Date(),
      sample: SAMPLE,
      ddl: await (args.config === undefined ? ownDdl() : ddlOf(args.config.target)),
      onConflict: onConflict(args),
      fail: failpoint(),
      legacySystem: args.flags["legacy-system"],
      beforeWrite: async () => (commits === "nothing" ? undefined : this.#backUp()),
      onProgress: ({ rows, of, copied }) => {
        if (commits === "each batch") this.#copied = copied;
        show(() => `${grouped(rows)} of ${grouped(of)} rows`);
      },
    });
  }

  async #backUp(): Promise<string> {
    this.#backup = (await this.#db.backUp(new Date())).path;
    this.#invocation.terminal.narrate(`Backup ${this.#backup}, checked.`);
    return this.#backup;
  }

  /** Compares once more, with the write lock held from there to the drop: nothing can come between. */
  async #drop(copied: CopyResult): Promise<void> {
    const { from } = copied;
    const refuse = (why: string) =>
      new DecisionNeeded(`${from} was not dropped: ${why}.`, {
        cure: `See the list printed by  ${this.#again("", WHOLE)}`,
      });
    const kept = whyKept(copied);
    if (kept !== undefined) throw refuse(kept);
    this.#db.begin();
    try {
      const result = await this.#copy("nothing");
      const why =
        whyKept(result) ?? (result.counts.copied > 0 ? "rows were added meanwhile" : undefined);
      if (why !== undefined) throw refuse(why);
      const backup = await this.#backUp();
      const log = dropOlder(this.#db, from, { now: new Date(), backup });
      this.#db.commit();
      for (const warning of log()) this.#invocation.terminal.narrate(warning);
    } finally {
      this.#db.rollback();
    }
  }

  #tell(result: CopyResult, dropped: boolean): ExitCode {
    const { terminal, args } = this.#invocation;
    const exitCode = exitCodeOf(result);
    const todo = this.#stillToDo(result, dropped);
    const show = args.flags.reveal === true ? revealed : masked;
    const dryRun = args.flags["dry-run"] === true;
    const { plan } = this.#input;
    for (const warning of result.warnings) terminal.narrate(warning);
    if (args.flags.json) {
      const document = { schemaVersion: 1, exitCode, database: this.#db.path, dryRun, dropped };
      const backup = this.#backup ?? null;
      const shown = withoutSample(result);
      terminal.document(JSON.stringify({ ...document, backup, ...shown, stillToDo: todo }));
      return exitCode;
    }
    terminal.result(
      copyText(result, { application: targetOf(args).title, columns: plan.columns, show }),
    );
    terminal.result(`\n${this.#lastWord(result, dropped)}`);
    terminal.result(`\n${stillToDoText(result.from, todo)}`);
    return exitCode;
  }

  #lastWord(result: CopyResult, dropped: boolean): string {
    const { interrupted, from, counts, created, table } = result;
    if (this.#invocation.args.flags["dry-run"]) {
      return `Dry run: everything was rolled back. Next: ${this.#again("", PASSING)}`;
    }
    if (interrupted) return `Stopped; copied rows stay. To continue: ${this.#again("", PASSING)}`;
    if (dropped) return `${from} was dropped; the backup has it.`;
    const made = created ? `${table} was created. ` : "";
    const changed = counts.changed + counts.conflict;
    const lines = [`${made}Copied: ${written(counts.copied, "row")}.`];
    if (changed > 0) {
      const overwrite = this.#again("--on-conflict overwrite", [...WHOLE, "on-conflict"]);
      lines.push(
        `Changed in ${from} since: ${grouped(changed)}; to copy these changes,  ${overwrite}`,
      );
    }
    if (counts.rejected > 0) {
      const again = this.#again("", WHOLE);
      lines.push(
        `Not copied: ${grouped(counts.rejected)}. Correct each, or what it refers to, then run  ${again}`,
      );
    }
    return lines.join("\n");
  }

  #stillToDo({ from, where }: CopyResult, dropped: boolean): StillToDo {
    const { places, cut } = namingInCode(process.cwd(), from);
    const isThere = !dropped && where === `table ${from}`;
    const drop = this.#again(`--drop-old --allow-drop-table ${writeName(from)}`, WHOLE);
    return {
      inDatabase: namingInDatabase(this.#db, from),
      inCode: places,
      cut,
      drop: isThere ? drop : undefined,
    };
  }

  /** This command line once more, without some flags and with another. */
  #again(flag: string, without: readonly FlagName[]): string {
    const same = [sameCommand(this.#invocation.args, without), flag].filter(Boolean).join(" ");
    return asTyped("db:copy-table", same);
  }
}

const columnsText = ({ columns, copy }: CopyPlan): string =>
  columns
    .filter(({ name, from }) => !sameName(name, from))
    .map(({ name, from }) => `${from} -> ${name}`)
    .concat(`ids of ${copy.legacySystem}`)
    .join(", ");

function exitCodeOf({ interrupted, comparison, counts }: CopyResult): ExitCode {
  if (interrupted) return EXIT.interrupted;
  if (comparison?.agrees !== true) return EXIT.mismatch;
  if (counts.rejected > 0) return EXIT.rejected;
  return counts.changed + counts.conflict > 0 ? EXIT.decision : EXIT.clean;
}

/** A document may be kept: no patient's value goes into it. */
function withoutSample({ comparison, ...result }: CopyResult) {
  if (comparison === undefined) return result;
  const { checks, agrees, gone } = comparison;
  return { ...result, comparison: { checks, agrees, gone } };
}
