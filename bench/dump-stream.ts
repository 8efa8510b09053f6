import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { dumpRows } from "../src/source/dump/dump-rows.ts";
import { findTable, indexDump } from "../src/source/dump/index-dump.ts";
import { openDump } from "../src/source/dump/open-dump.ts";
import { sourceFile } from "../src/source/open-export.ts";

// A dump of any size streams: what it takes to look through one of a gigabyte, and to read a table of it.
// `npx tsx bench/dump-stream.ts --bytes 1000000000`

const { values } = parseArgs({ options: { bytes: { type: "string", default: "1000000000" } } });
const BYTES = Number(values.bytes);
const folder = mkdtempSync(join(tmpdir(), "hmsync-dump-"));

const COLUMNS = "id integer, name text, address text, notes text";
const cells = (n: number) => [
  `Asha O'Neil ${n}`,
  `${n} Anna Salai\nChennai`,
  "Seen\tfor follow-up ✓ ",
];

interface Form {
  readonly head: string;
  row(n: number, first: boolean): string;
  readonly end: string;
}

const sqlText = (text: string) => `'${text.replaceAll("'", "''")}'`;
const mysqlText = (text: string) =>
  `'${text.replaceAll("'", "\\'").replaceAll("\n", "\\n").replaceAll("\t", "\\t")}'`;
const copyText = (text: string) => text.replaceAll("\n", "\\n").replaceAll("\t", "\\t");

const FORMS: Readonly<Record<string, Form>> = {
  "pg_dump, COPY": {
    head: `--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE public.t (${COLUMNS});\nCOPY public.t (id, name, address, notes) FROM stdin;\n`,
    row: (n) => `${[n, ...cells(n).map(copyText)].join("\t")}\n`,
    end: "\\.\n\n--\n-- PostgreSQL database dump complete\n--\n",
  },
  "pg_dump, INSERT": {
    head: `--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE public.t (${COLUMNS});\n`,
    row: (n) => `INSERT INTO public.t VALUES (${[n, ...cells(n).map(sqlText)].join(", ")});\n`,
    end: "--\n-- PostgreSQL database dump complete\n--\n",
  },
  "mysqldump, one line": {
    head: `-- MySQL dump 10.13\n\nCREATE TABLE \`t\` (${COLUMNS}) ENGINE=InnoDB;\nINSERT INTO \`t\` VALUES `,
    row: (n, first) => `${first ? "" : ","}(${[n, ...cells(n).map(mysqlText)].join(",")})`,
    end: ";\n-- Dump completed on 2026-01-14\n",
  },
  "sqlite3 .dump": {
    head: `PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE t (${COLUMNS});\n`,
    row: (n) => `INSERT INTO t VALUES(${[n, ...cells(n).map(sqlText)].join(",")});\n`,
    end: "COMMIT;\n",
  },
};

async function* written({ head, row, end }: Form): AsyncGenerator<string> {
  yield head;
  let size = 0;
  for (let n = 1; size < BYTES; ) {
    let piece = "";
    for (let i = 0; i < 1_000; i++, n++) piece += row(n, n === 1);
    size += Buffer.byteLength(piece);
    yield piece;
  }
  yield end;
}

const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);
let most = 0;
const watch = setInterval(() => {
  most = Math.max(most, process.memoryUsage().rss);
}, 20);

try {
  for (const [name, form] of Object.entries(FORMS)) {
    const path = join(folder, "dump.sql");
    await pipeline(written(form), createWriteStream(path));
    most = 0;
    const started = performance.now();
    const { size } = statSync(path);
    const index = await indexDump(await openDump(sourceFile(path, statSync(path))));
    const looked = performance.now();
    const table = findTable(index, "t");
    let rows = 0;
    for await (const group of dumpRows(index.dump, table)) {
      rows += group.length;
      most = Math.max(most, process.memoryUsage().rss);
    }
    const read = performance.now();
    const seconds = (from: number, to: number) => `${((to - from) / 1_000).toFixed(1)} s`;
    process.stdout.write(
      `${name}: ${megabytes(size)} MiB, ${rows} rows (${table.rows} counted before), ` +
        `looked through in ${seconds(started, looked)}, read in ${seconds(looked, read)}, ` +
        `at most ${megabytes(most)} MiB of memory\n`,
    );
    rmSync(path);
  }
} finally {
  clearInterval(watch);
  rmSync(folder, { recursive: true });
}
