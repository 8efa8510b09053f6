/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { FC } from "hono/jsx";
import type { ColumnLeftOut, Standing, StandingRun } from "../../chain/standing.ts";
import { grouped, minuteOf } from "../../plain/columns.ts";
import { withDots } from "../../plain/visible.ts";
import { capital, inPlainWords } from "./words.ts";

/** More rows of a list than these are not for people. */
const MOST = 200;

/** What the export has and the application does not take, with who decided it. */
export const LeftOutPart: FC<{ standing: Standing }> = ({ standing }) => {
  const { columnsLeftOut, filesLeftOut } = standing;
  if (columnsLeftOut.length + filesLeftOut.length === 0) {
    return <p>Nothing was left out: every column of every file has a place.</p>;
  }
  return (
    <>
      {columnsLeftOut.length > 0 && <Columns columns={columnsLeftOut} />}
      {filesLeftOut.length > 0 && (
        <section class="scroll wide" tabindex={0} aria-label="Columns">
          <p class="about">Files that nothing was made of</p>
          <table aria-label="Files that nothing was made of">
            <thead>
              <tr>
                <th scope="col">File</th>
                <th scope="col" class="number">
                  Records
                </th>
                <th scope="col" class="number">
                  Filled cells
                </th>
                <th scope="col">Why</th>
              </tr>
            </thead>
            <tbody>
              {filesLeftOut.slice(0, MOST).map(({ file, records, cells, reason }) => (
                <tr>
                  <td class="name">{withDots(file)}</td>
                  <td class="number">{countOr(records)}</td>
                  <td class="number">{countOr(cells)}</td>
                  <td>{withDots(reason)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <More of={filesLeftOut.length} />
        </section>
      )}
    </>
  );
};

const countOr = (count: number | null): string => (count === null ? "not counted" : grouped(count));

const More: FC<{ of: number }> = ({ of }) =>
  of > MOST ? <p class="soft small">And {grouped(of - MOST)} more.</p> : null;

const Columns: FC<{ columns: readonly ColumnLeftOut[] }> = ({ columns }) => (
  <section class="scroll wide" tabindex={0} aria-label="Files that were left out">
    <p class="about">Columns that no field of the application is filled from</p>
    <table aria-label="Columns without a field">
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col">Column</th>
          <th scope="col" class="number">
            Filled cells
          </th>
          <th scope="col">What became of them</th>
          <th scope="col">Who decided, and why</th>
        </tr>
      </thead>
      <tbody>
        {columns.slice(0, MOST).map(({ file, column, fate, cells, by, why }) => (
          <tr>
            <td>{withDots(file)}</td>
            <td class="name">{withDots(column)}</td>
            <td class="number">{countOr(cells)}</td>
            <td>{fate === "kept" ? "kept beside, in the import's ledger" : "left out"}</td>
            <td>{decidedBy({ fate, by, why })}</td>
          </tr>
        ))}
      </tbody>
    </table>
    <More of={columns.length} />
  </section>
);

function decidedBy({ fate, by, why }: Pick<ColumnLeftOut, "fate" | "by" | "why">): string {
  if (by !== null || why !== null) return withDots([by, why].filter(Boolean).join(": "));
  return fate === "kept"
    ? "nobody had to: nothing is lost"
    : "the mapping or the run's settings; no name was given";
}

/** The files that were read, with what tells each from any other. */
export const FilesPart: FC<{ standing: Standing }> = ({ standing: { files } }) => (
  <section class="scroll wide" tabindex={0} aria-label="Files">
    <table class="files" aria-label="Files">
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col">What is in it</th>
          <th scope="col" class="number">
            Records
          </th>
          <th scope="col" class="number">
            Bytes
          </th>
          <th scope="col">SHA-256</th>
        </tr>
      </thead>
      <tbody>
        {files.slice(0, MOST).map(({ file, entity, records, size, sha256, run }) => (
          <tr>
            <td class="name">{withDots(file)}</td>
            <td>
              {entity === "lookup" ? "looked up in" : inPlainWords(entity)}
              <br />
              <span class="soft small run">{run}</span>
            </td>
            <td class="number">{grouped(records)}</td>
            <td class="number">{size === null ? "not read to its end" : grouped(size)}</td>
            <td class="hash">{sha256 ?? "not read to its end"}</td>
          </tr>
        ))}
      </tbody>
    </table>
    <More of={files.length} />
  </section>
);

/** The runs of the chain: what each did, by which mapping, and which backup there is of the time before. */
export const RunsPart: FC<{ standing: Standing }> = ({ standing: { runs } }) => (
  <section class="scroll wide" tabindex={0} aria-label="Runs">
    <table aria-label="Runs">
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">What it did</th>
          <th scope="col">Mapping</th>
          <th scope="col">Backup made before it wrote</th>
        </tr>
      </thead>
      <tbody>
        {runs.slice(-MOST).map((run) => (
          <tr>
            <td class="name run">{run.run}</td>
            <td>
              {didOf(run)}
              <br />
              <span class="soft small">
                {minuteOf(run.startedAt)} UTC
                {run.counts.length > 0 && "; counts here"}
              </span>
            </td>
            <td>
              {withDots(fileName(run.mapping ?? "-"))}
              {run.mappingSha256 !== null && (
                <>
                  <br />
                  <span class="hash">{run.mappingSha256}</span>
                </>
              )}
            </td>
            <td class="path">{withDots(fileName(run.backup ?? "none"))}</td>
          </tr>
        ))}
      </tbody>
    </table>
    {runs.length > MOST && (
      <p class="soft small">And {grouped(runs.length - MOST)} before these.</p>
    )}
  </section>
);

const fileName = (path: string): string => path.replace(/^.*[\\/]/, "");

const WHAT = { import: "import", retry: "retry", undo: "undo", merge: "persons" } as const;

const ENDED: Readonly<Record<StandingRun["status"], string>> = {
  running: "not ended: at work, or it crashed",
  committed: "written",
  rejected: "nothing written: records were rejected",
  stopped: "stopped: too many records were rejected",
  mismatched: "the balance did not hold",
  failed: "failed",
  interrupted: "interrupted",
  undone: "undone since",
};

const didOf = ({ kind, ofRun, mode, status }: StandingRun): string => {
  const of = ofRun === null ? "" : ` of ${ofRun}`;
  const how = mode === "strict" ? ", all or nothing" : "";
  return `${capital(WHAT[kind])}${of}${kind === "undo" ? "" : how}: ${ENDED[status]}`;
};
