import { isUtf8 } from "node:buffer";
import { iconv } from "../iconv.ts";

/** Whose dump it is; each program quotes in its own way. */
export type DumpProgram = "PostgreSQL" | "MySQL" | "SQLite" | "SQL Server" | "Oracle" | "unknown";

/** How values are written from here on; statements of the dump change it. */
export interface DumpDialect {
  readonly program: DumpProgram;
  /** What a backslash does in a string: nothing, MySQL's escapes, PostgreSQL's, or nobody knows. */
  readonly backslash: "plain" | "MySQL" | "PostgreSQL" | "unknown";
  /** As iconv-lite calls it. */
  readonly encoding: string;
  /** Its bytes were put into UTF-8 beforehand: what it declares is done with. */
  readonly recoded: boolean;
  /** What ends a statement. */
  readonly delimiter: string;
}

const SIGNS: readonly (readonly [DumpProgram, RegExp])[] = [
  [
    "PostgreSQL",
    /^-- PostgreSQL database |^COPY .+ FROM stdin|^SET standard_conforming_strings|^SELECT pg_catalog\.|^SET client_encoding/im,
  ],
  [
    "MySQL",
    /^(?:Enter password: ?)?-- (?:MySQL|MariaDB) dump|^\/\*M?!\d{5,6}|^LOCK TABLES `|^-- phpMyAdmin|\) ENGINE ?=|^-- HeidiSQL|^-- Adminer |\bAUTO_INCREMENT\b|^SET FOREIGN_KEY_CHECKS|^SET NAMES utf8mb[34]/im,
  ],
  [
    "SQL Server",
    /^GO[ \t]*\r?$|^USE \[|\[dbo\]\.|^SET (?:ANSI_NULLS|QUOTED_IDENTIFIER|IDENTITY_INSERT|NOCOUNT|XACT_ABORT) |\bIDENTITY\s*\(\s*\d+\s*,\s*\d+\s*\)|\bnvarchar\b|^INSERT (?:INTO )?\[/im,
  ],
  [
    "Oracle",
    /^REM(?:ARK)?[ \t]|^SET (?:DEFINE|SCAN|FEEDBACK|SQLBLANKLINES) (?:OFF|ON)|^PROMPT[ \t]|\bVARCHAR2\s*\(|\bTO_(?:DATE|TIMESTAMP|CLOB)\s*\(|^INSERT ALL\b|\bFROM DUAL\b/im,
  ],
  [
    "SQLite",
    /^PRAGMA foreign_keys ?= ?(?:OFF|0);|^BEGIN TRANSACTION;|\bAUTOINCREMENT\b|^CREATE TABLE sqlite_/im,
  ],
];

/** T-SQL begins transactions with the same words as sqlite3. */
const WEAK = /^BEGIN TRANSACTION;/im;

/** Whose dump this is the start of. */
export function programOf(start: string): DumpProgram {
  const found = SIGNS.map(([program, sign]) => ({ program, at: start.search(sign) }))
    .filter(({ at }) => at !== -1)
    .sort((one, other) => one.at - other.at);
  const [first, second] = found;
  const isWeak = first?.program === "SQLite" && start.search(WEAK) === first.at;
  if (isWeak && second?.program === "SQL Server") return second.program;
  return first?.program ?? "unknown";
}

/** How a dump of a program is written until it says otherwise. */
export function dialectOf(program: DumpProgram): DumpDialect {
  const backslash =
    ({ MySQL: "MySQL", unknown: "unknown" } as const)[program as "MySQL"] ?? "plain";
  return { program, backslash, encoding: "utf-8", recoded: false, delimiter: ";" };
}

/** Encodings as PostgreSQL and MySQL call them, where iconv-lite has another name. */
const ENCODINGS: Readonly<Record<string, string>> = {
  utf8: "utf-8",
  utf8mb3: "utf-8",
  utf8mb4: "utf-8",
  unicode: "utf-8",
  binary: "utf-8",
  // What the server does not convert is whatever programs put there: UTF-8, or it is said.
  sqlascii: "utf-8",
  ascii: "utf-8",
  usascii: "utf-8",
  // https://dev.mysql.com/doc/refman/8.4/en/charset-we-sets.html: latin1 is cp1252.
  "mysql:latin1": "windows-1252",
  latin1: "iso-8859-1",
  latin2: "iso-8859-2",
  latin3: "iso-8859-3",
  latin4: "iso-8859-4",
  "mysql:latin5": "iso-8859-9",
  latin5: "iso-8859-9",
  latin6: "iso-8859-10",
  "mysql:latin7": "iso-8859-13",
  latin7: "iso-8859-13",
  latin8: "iso-8859-14",
  latin9: "iso-8859-15",
  latin10: "iso-8859-16",
  greek: "iso-8859-7",
  hebrew: "iso-8859-8",
  koi8r: "koi8-r",
  koi8u: "koi8-u",
  koi8: "koi8-r",
  win866: "cp866",
  win874: "windows-874",
  tis620: "tis-620",
  macroman: "macintosh",
  macce: "maccenteuro",
  eucjp: "euc-jp",
  ujis: "euc-jp",
  eucjpms: "euc-jp",
  eucjis2004: "euc-jp",
  win932: "shiftjis",
  sjis: "shiftjis",
  win936: "gbk",
  uhc: "cp949",
  win949: "cp949",
  // Letters beyond cp950 are not the same everywhere: they are said not to be read.
  big5: "cp950",
  win950: "cp950",
  euckr: "euc-kr",
  euccn: "gb2312",
  gb2312: "gb2312",
};

/** Encodings whose second bytes may be a quote or a backslash: these dumps are put into UTF-8 first. */
const AMBIGUOUS = new Set([
  ...["shiftjis", "cp932", "gbk", "cp936", "gb18030", "big5", "big5hkscs", "cp950", "cp949"],
]);

/** The encoding that a dump declares; undefined if nobody knows it. */
export function encodingNamed(name: string, program: DumpProgram): string | undefined {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  const windows = /^win(\d{4})$/.exec(plain) ?? /^cp(125\d)$/.exec(plain);
  const own = program === "MySQL" ? ENCODINGS[`mysql:${plain}`] : undefined;
  const found = own ?? ENCODINGS[plain] ?? (windows ? `windows-${windows[1]}` : plain);
  return iconv().encodingExists(found) ? found : undefined;
}

/** Whether a backslash or a quote in this encoding may be half of a letter. */
export const isAmbiguous = (encoding: string): boolean =>
  AMBIGUOUS.has(encoding.replace(/[^a-z0-9]/g, ""));

/** The text of bytes; undefined if they are none in this encoding. */
export function decodeBytes(bytes: Buffer, encoding: string): string | undefined {
  if (encoding === "utf-8") return isUtf8(bytes) ? bytes.toString("utf8") : undefined;
  const text = iconv().decode(bytes, encoding, { stripBOM: false });
  return text.includes("\uFFFD") ? undefined : text;
}
