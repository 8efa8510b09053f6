import type { Target } from "../../../importers/define-target.ts";
import { readChain } from "../../chain/chain.ts";
import type { RejectKeys } from "../../chain/corrections/reject-keys.ts";
import type { WantedCell } from "../../chain/corrections/wanted.ts";
import type { Reject } from "../../chain/rejects/reject.ts";
import { describeIssues, formatsOf } from "../../corrections/reject-columns.ts";
import type { Database } from "../../db/database.ts";
import { resolver } from "../../import/decide/resolve.ts";
import { Parents } from "../../import/look-up/parents.ts";
import { type CompiledEntity, compileEntity } from "../../import/prepare/compile-entity.ts";
import type { PreparedRecord } from "../../import/prepare/prepared-record.ts";
import { importersByEntity } from "../../import/request/importers-by-entity.ts";
import { EntityCrosswalk } from "../../ledger/crosswalk.ts";
import { headerReader } from "../../ledger/file-headers.ts";
import type { Issue, RelatedPlace } from "../../ledger/issue.ts";
import { fileWithRun } from "../../ledger/retried-records.ts";
import type { LedgerRun } from "../../ledger/run-ledger.ts";
import { entityOfFile } from "../../mapping/file-options.ts";
import type { FittedFile } from "../../mapping/fit.ts";
import type { Mapping } from "../../mapping/mapping.ts";
import { readersOf } from "../../mapping/readers.ts";
import { ruleBook } from "../../mapping/rule-book.ts";
import { UsageError } from "../../plain/errors.ts";
import { findLookups } from "../input/find-lookups.ts";
import { openExisting } from "../run/open-target.ts";
import { folderOf } from "../run/rejecting-run.ts";
import { targetIn } from "../run/target-in.ts";
import type { CorrectionDesk, OfChain } from "./correct.ts";
import { mappingIn } from "./prepare.ts";

export interface CheckOptions extends OfChain {
  readonly desk: CorrectionDesk;
  /** Its number in the index of the desk. */
  readonly record: number;
  /** What is not as it is shown. */
  readonly cells: readonly WantedCell[];
}

/** What the import would find on a record; no values. */
export interface CheckedIssue {
  readonly code: string;
  readonly severity: "error" | "warning";
  /** The places of the cells; none where the record as a whole is meant. */
  readonly at: readonly number[];
  readonly words: string;
  /** The other record, where two clash. */
  readonly related?: RelatedPlace | undefined;
}

/** What would become of a record. */
export interface Checked {
  readonly outcome: "taken in" | "rejected";
  readonly issues: readonly CheckedIssue[];
}

/**
 * Judges one rejected record by the import's own rules, as it would be with other cells: its values, the records that
 * it names, its id. What several records say against each other, and what the database itself refuses, only the
 * rehearsal finds. Writes nothing.
 *
 * @throws UsageError if there is no such record, or its mapping is gone
 */
export async function check(options: CheckOptions): Promise<Checked> {
  const reject = options.desk.index.record(options.record);
  if (reject === undefined) {
    throw new UsageError("That record is not among the rejected ones any more.", {
      cure: "Look at the list again.",
    });
  }
  const db = openExisting(options.database, options.target, "look");
  try {
    const target = targetIn(db, options.target);
    const run = readChain(db, reject.run).runs.find(({ name }) => name === reject.run);
    const mapping = run && mappingIn(run, target);
    if (run === undefined || mapping === undefined) throw noMapping(reject);
    const judged = { db, target, reject, run, mapping };
    return await judge(judged, options);
  } finally {
    db.close();
  }
}

const noMapping = ({ run }: Reject): UsageError =>
  new UsageError(`The mapping that ${run} was made with is not there any more.`, {
    cure: "Put it back.",
  });

interface Judged {
  readonly db: Database;
  readonly target: Target;
  readonly reject: Reject;
  readonly run: LedgerRun;
  readonly mapping: Mapping;
}

async function judge(judged: Judged, { desk, cells }: CheckOptions): Promise<Checked> {
  const { keys } = desk;
  const { db, target, reject, run, mapping } = judged;
  const fitted = await fittedFile(judged);
  const compiled = compileEntity(fitted, { ...mapping, asOf: run.asOf });
  const { line, record } = reject;
  const read = { record, line, offset: 0 };
  const prepared = compiled.prepare(Object.assign(read, keys.asRead(reject, cells)));
  const importers = importersByEntity(target.importers);
  const scope = { legacySystem: mapping.legacySystem, runId: run.id };
  const parents = new Parents({ db, scope, importers, appended: undefined });
  // Records of one person lead to one row here: nobody has taken them apart.
  const areSame = (one: string, other: string) => one === other;
  const { issues } = resolver(compiled, { asOf: run.asOf, areSame })(
    prepared,
    foundParents(compiled, prepared, parents),
  );
  const clashes = clashesOf({ ...judged, compiled, prepared, desk });
  const all = [...issues, ...clashes];
  const shown = all.map((issue) => shownIssue(issue, { fitted, keys, reject }));
  const isRejected = all.some(({ severity }) => severity === "error");
  return { outcome: isRejected ? "rejected" : "taken in", issues: shown };
}

/** The file that the record is of, as its run read it. */
async function fittedFile({ db, target, reject, run, mapping }: Judged): Promise<FittedFile> {
  const { entity, file: name, fileId } = reject;
  const importer = target.importers.find((one) => one.entity === entity);
  const own = mapping.entities[entity];
  if (importer === undefined || own === undefined) throw noMapping(reject);
  const fitted: FittedFile = {
    file: { name, path: "", size: 0, modified: 0 },
    header: headerReader(db)(fileId),
    importer,
    mapping: entityOfFile(own, name),
    readers: readersOf(name, mapping, target.importers),
    unmapped: [],
    absent: [],
  };
  const fit = { mapping, files: [fitted], ignored: [] };
  const { files } = await findLookups(fit, run.request?.source ?? "", folderOf(run));
  return files[0] ?? fitted;
}

function foundParents(compiled: CompiledEntity, { parents: named }: PreparedRecord, all: Parents) {
  return compiled.references.map((reference, at) => {
    const legacyId = named[at] ?? null;
    if (legacyId === null) return undefined;
    const found = all.finderOf(compiled.importer.entity, reference).find(legacyId);
    if (typeof found === "object") return found;
    const lacks = found ?? "unknown";
    const substitute = lacks === "unknown" ? all.substituteFor(reference, legacyId) : undefined;
    return { lacks, rejectedAt: undefined, substitute } as const;
  });
}

interface Clashing extends Judged {
  readonly compiled: CompiledEntity;
  readonly prepared: PreparedRecord;
  readonly desk: CorrectionDesk;
}

/** Records that have its id: rejected ones, and one that was taken in. */
function clashesOf({ db, reject, run, mapping, compiled, prepared, desk }: Clashing): Issue[] {
  const { legacyId } = prepared;
  if (legacyId === null) return [];
  const { importer, makeIssue } = compiled;
  const rival = desk
    .withId(importer.entity, legacyId)
    .find((one) => one.number !== reject.number && one.state !== "withdrawn");
  const duplicate = rival && makeIssue("legacyId.duplicate", "legacyId");
  if (rival !== undefined && duplicate !== undefined) {
    const { file, record, line } = rival;
    return [{ ...duplicate, severity: "error", related: { file, record, line } }];
  }
  const scope = { legacySystem: mapping.legacySystem, runId: run.id };
  const row = new EntityCrosswalk(db, importer, scope).find(legacyId);
  if (row === undefined || row.contentHash === null || legacyId === reject.legacyId) return [];
  const taken = makeIssue("legacyId.taken", "legacyId");
  const { name: file } = fileWithRun(db, row.fileId);
  const { record, line } = row;
  return taken ? [{ ...taken, severity: "error", related: { file, record, line } }] : [];
}

interface Showing {
  readonly fitted: FittedFile;
  readonly keys: RejectKeys;
  readonly reject: Reject;
}

function shownIssue(issue: Issue, { fitted, keys, reject }: Showing): CheckedIssue {
  const { code, severity, related } = issue;
  const { importer, mapping } = fitted;
  const asError: Issue = { ...issue, severity: "error" };
  const words = describeIssues([asError], ruleBook(importer), formatsOf(mapping));
  return { code, severity, at: keys.placesOf(reject, issue), words, related };
}
