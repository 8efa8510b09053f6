import type { SignedTable } from "../../chain/sign-off.ts";
import { sha256OfJson } from "../../plain/canonical-json.ts";
import { grouped, minuteOf } from "../../plain/columns.ts";
import { withDots } from "../../plain/visible.ts";
import { Numbers, type Part, Table } from "./table.tsx";

// What a signature rests on: files, what was left out of them, rules, and the contents of the database.

export const Sources: Part = ({ signOff: { figures } }) => (
  <>
    <h2>Files of the export</h2>
    <Table head={["file", "records", "bytes", "SHA-256"]} numbers={2}>
      {figures.files.map(({ file, records, size, sha256 }) => (
        <tr>
          <td class="name">{withDots(file)}</td>
          <Numbers of={[records, size]} />
          <td class="code">{sha256 ?? "not read to its end"}</td>
        </tr>
      ))}
    </Table>
    <h2>Runs</h2>
    <Table head={["run", "kind", "status", "began", "mapping"]}>
      {figures.standing.runs.map(({ run, kind, ofRun, status, startedAt, mapping }) => (
        <tr>
          <td class="name">{run}</td>
          <td>
            {kind}
            {ofRun !== null && ` of ${ofRun}`}
          </td>
          <td>{status}</td>
          <td>{minuteOf(startedAt)}</td>
          <td>{withDots(mapping ?? "")}</td>
        </tr>
      ))}
    </Table>
  </>
);

export const LeftOut: Part = ({ signOff: { figures } }) => {
  const { columnsLeftOut, filesLeftOut } = figures.standing;
  return (
    <>
      <h2>What was left out, or kept beside</h2>
      {columnsLeftOut.length + filesLeftOut.length === 0 && <p>Nothing.</p>}
      {filesLeftOut.length > 0 && (
        <Table head={["file", "records", "cells", "why"]} numbers={2}>
          {filesLeftOut.map(({ file, records, cells, reason }) => (
            <tr>
              <td class="name">{withDots(file)}</td>
              <Numbers of={[records, cells]} />
              <td>{withDots(reason)}</td>
            </tr>
          ))}
        </Table>
      )}
      {columnsLeftOut.length > 0 && (
        <Table head={["column", "cells", "file", "what became of it", "who and why"]} numbers={1}>
          {columnsLeftOut.map(({ column, cells, file, fate, by, why }) => (
            <tr>
              <td class="name">{withDots(column)}</td>
              <Numbers of={[cells]} />
              <td>{withDots(file)}</td>
              <td>{fate === "kept" ? "kept beside the records" : "left out"}</td>
              <td>{withDots([by, why].filter(Boolean).join(": "))}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
};

export const Rules: Part = ({ signOff: { figures } }) => {
  const { mappings, approvals, corrections } = figures;
  return (
    <>
      <h2>Mapping and corrections</h2>
      <dl class="facts">
        {mappings.map(({ mapping, sha256, fileSha256, lockSha256 }) => (
          <>
            <dt>Mapping {withDots(mapping)}</dt>
            <dd class="code">
              {sha256 ?? "hash not kept"}
              {fileSha256 !== null && `; file ${fileSha256}`}
              {lockSha256 !== null && `; lock ${lockSha256}`}
            </dd>
          </>
        ))}
        <dt>Approved lines</dt>
        <dd>
          {approvals === null
            ? "the mapping is not at hand"
            : `${grouped(approvals.approved)} of ${grouped(approvals.lines)}; ${grouped(approvals.refused)} refused`}
        </dd>
        <dt>Corrections</dt>
        <dd>
          {corrections.count === null
            ? "the file of them cannot be read as it is"
            : `${grouped(corrections.count)} in ${grouped(corrections.steps ?? 0)} steps`}
          {corrections.sha256 !== null && <span class="code"> {corrections.sha256}</span>}
        </dd>
      </dl>
    </>
  );
};

/** One digest for all columns of a table: those of single columns stand in the file. */
const digestOfTable = ({ records, rows, columns }: SignedTable): string =>
  sha256OfJson([records, rows, columns]);

export const Contents: Part = ({ signOff: { figures, versions } }) => (
  <>
    <h2>The database as it was signed</h2>
    <Table head={["table", "rows", "columns", "of entity", "digest of its rows"]} numbers={2}>
      {figures.tables.map((table) => (
        <tr>
          <td class="name">{table.table}</td>
          <Numbers of={[table.rows, table.columns.length]} />
          <td>{table.entity}</td>
          <td class="code">{digestOfTable(table)}</td>
        </tr>
      ))}
    </Table>
    <dl class="facts">
      <dt>Schema</dt>
      <dd class="code">{figures.database.schemaSha256}</dd>
      <dt>Versions</dt>
      <dd>
        {Object.entries(versions)
          .map(([name, version]) => `${name} ${version}`)
          .join(", ")}
      </dd>
    </dl>
  </>
);
