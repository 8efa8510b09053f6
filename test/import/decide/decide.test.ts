import { expect, test } from "vitest";
import { decide, isWriting, refused, type Terms } from "../../../src/import/decide/decide.ts";
import type { Candidate, Known, PresentRow, Prior } from "../../../src/import/decide/decision.ts";
import type { PreparedRecord } from "../../../src/import/prepare/prepared-record.ts";
import type { CrosswalkRow } from "../../../src/ledger/crosswalk-row.ts";
import type { ErrorIssue, Issue } from "../../../src/ledger/issue.ts";

const TERMS: Terms = {
  entity: "patients",
  application: "HMSync",
  makeIssue: () => undefined,
  onConflict: "keep",
  related: ({ file, record, line }) => ({ file: `file ${file}`, record, line }),
};

const RECORD: PreparedRecord = {
  record: 7,
  line: 8,
  offset: 90,
  legacyId: "P7",
  cells: [],
  joined: { text: "", start: 0, ends: [] },
  isRaw: false,
  row: {},
  parents: [],
  parentHashes: new Int32Array(0),
  values: ["P7"],
  hashes: new Int32Array(2),
  issues: [],
  rounded: [],
  fingerprint: 1,
};

const WRONG: ErrorIssue = { code: "patients.phone.missing", severity: "error" };
const ODD: Issue = { code: "patients.age.odd", severity: "warning" };
const PLACE = { file: 0, record: 3, line: 4, offset: 40 };

const SOUND: Candidate = {
  record: RECORD,
  issues: [ODD],
  error: undefined,
  named: [],
  orphaned: false,
  placeholders: [],
};
const BAD: Candidate = { ...SOUND, issues: [ODD, WRONG], error: WRONG };
const ORPHAN: Candidate = { ...BAD, orphaned: true };
const NAMELESS: Candidate = { ...SOUND, record: { ...RECORD, legacyId: null } };

const ROW: CrosswalkRow = {
  id: 11,
  targetId: "t7",
  contentHash: Buffer.alloc(8),
  runId: 1,
  madeByRunId: 1,
  fileId: 5,
  record: 7,
  line: 8,
  targetExists: true,
  isOf: () => false,
};
const PRESENT: PresentRow = {
  before: ["P7", "old"],
  values: ["P7", "new"],
  changed: ["phone"],
  edited: [],
};
const PRIOR: Prior = {
  row: ROW,
  earlier: undefined,
  isSame: false,
  cellsDiffer: false,
  isItself: false,
  owner: undefined,
  present: PRESENT,
};
const DELETED: Prior = { ...PRIOR, row: { ...ROW, targetExists: false }, present: undefined };
const SAME: Prior = { ...PRIOR, isSame: true, present: undefined };
const EDITED: Prior = { ...PRIOR, present: { ...PRESENT, edited: ["phone"] } };
const EDITED_ALIKE: Prior = { ...PRIOR, present: { ...PRESENT, edited: ["phone"], changed: [] } };
const MET: Prior = { ...SAME, earlier: { outcome: "unchanged", place: PLACE } };
const WRITTEN: Prior = { ...PRIOR, earlier: { outcome: "inserted", place: PLACE } };
const OWNED: Prior = {
  ...PRIOR,
  owner: { file: "file 2", record: 1, line: 2 },
  present: undefined,
};

const knowing = (prior?: Prior): Known => ({ rival: undefined, prior });

interface Case {
  readonly what: string;
  readonly candidate?: Candidate;
  readonly known?: Known;
  readonly onConflict?: Terms["onConflict"];
  readonly outcome: string;
  readonly codes?: readonly string[];
  readonly does?: string;
  readonly changes?: string;
}

const CODES = {
  odd: ODD.code,
  wrong: WRONG.code,
  duplicate: "patients.legacyId.duplicate",
  taken: "patients.legacyId.taken",
  missing: "patients.legacyId.missing",
  deleted: "patients.target.deleted",
  edited: "patients.target.edited",
};

const CASES: readonly Case[] = [
  { what: "an unknown id is new", outcome: "inserted", does: "insert" },
  {
    what: "an error keeps it out",
    candidate: BAD,
    outcome: "rejected",
    codes: [CODES.odd, CODES.wrong],
  },
  {
    what: "an error keeps it out, and the row of an earlier run stays",
    candidate: BAD,
    known: knowing(PRIOR),
    outcome: "rejected",
    codes: [CODES.odd, CODES.wrong],
  },
  {
    what: "without an id there is no record to keep",
    candidate: NAMELESS,
    outcome: "rejected",
    codes: [CODES.odd, CODES.missing],
  },
  {
    what: "another record with the id came to nothing",
    known: { rival: PLACE, prior: undefined },
    outcome: "rejected",
    codes: [CODES.odd, CODES.duplicate],
    changes: "tell rivals",
  },
  {
    what: "this run has met the same",
    known: knowing(MET),
    outcome: "duplicate",
  },
  {
    what: "this run has met the same with other cells that no field takes",
    known: knowing({ ...MET, cellsDiffer: true }),
    outcome: "rejected",
    codes: [CODES.odd, CODES.duplicate],
    changes: "withdraw",
  },
  {
    what: "this run has written something else for the id",
    known: knowing(WRITTEN),
    outcome: "rejected",
    codes: [CODES.odd, CODES.duplicate],
    changes: "withdraw",
  },
  {
    what: "a bad record speaks against what this run has written, too",
    candidate: BAD,
    known: knowing(WRITTEN),
    outcome: "rejected",
    codes: [CODES.odd, CODES.wrong, CODES.duplicate],
    changes: "withdraw",
  },
  { what: "nothing has changed", known: knowing(SAME), outcome: "unchanged", does: "meet" },
  { what: "a value has changed", known: knowing(PRIOR), outcome: "updated", does: "update" },
  {
    what: "a correction does not write over another record",
    known: knowing(OWNED),
    outcome: "rejected",
    codes: [CODES.odd, CODES.taken],
  },
  {
    what: "a row that was edited in HMSync is left alone",
    known: knowing(EDITED),
    outcome: "unchanged",
    codes: [CODES.odd, CODES.edited],
  },
  {
    what: "a row that was edited in HMSync is written over where that is asked for",
    known: knowing(EDITED),
    onConflict: "overwrite",
    outcome: "updated",
    codes: [CODES.odd, CODES.edited],
    does: "update",
  },
  {
    what: "an edited row rejects the record where that is asked for",
    known: knowing(EDITED),
    onConflict: "reject",
    outcome: "rejected",
    codes: [CODES.odd, CODES.edited],
  },
  {
    what: "the same was written into HMSync by hand",
    known: knowing(EDITED_ALIKE),
    onConflict: "reject",
    outcome: "unchanged",
    does: "meet",
  },
  {
    what: "a row that was deleted in HMSync stays deleted",
    known: knowing(DELETED),
    outcome: "unchanged",
    codes: [CODES.odd, CODES.deleted],
  },
  {
    what: "a deleted row comes back where that is asked for",
    known: knowing(DELETED),
    onConflict: "overwrite",
    outcome: "inserted",
    codes: [CODES.odd, CODES.deleted],
    does: "insert again",
  },
  {
    what: "a deleted row rejects the record where that is asked for",
    known: knowing(DELETED),
    onConflict: "reject",
    outcome: "rejected",
    codes: [CODES.odd, CODES.deleted],
  },
  {
    what: "that the parent of a deleted row was deleted along with it is no further mistake",
    candidate: ORPHAN,
    known: knowing(DELETED),
    outcome: "unchanged",
    codes: [CODES.deleted],
  },
  {
    what: "another error than a deleted parent counts, also where the row was deleted",
    candidate: BAD,
    known: knowing(DELETED),
    outcome: "rejected",
    codes: [CODES.odd, CODES.wrong],
  },
];

test.each(CASES)("$what", (one) => {
  const { candidate = SOUND, known = knowing(), onConflict = TERMS.onConflict } = one;
  const decision = decide({ ...TERMS, onConflict }, candidate, known);
  const told = {
    outcome: decision.outcome,
    codes: decision.issues.map(({ code }) => code),
    does: decision.operation?.kind,
    changes: decision.amendment?.kind,
  };
  const { outcome, codes = [CODES.odd], does, changes } = one;
  expect(told).toEqual({ outcome, codes, does, changes });
});

test("every rejection has an error among its issues", () => {
  for (const { candidate = SOUND, known = knowing(), onConflict = "keep" } of CASES) {
    const { outcome, issues } = decide({ ...TERMS, onConflict }, candidate, known);
    const isReasoned = issues.some(({ severity }) => severity === "error");
    expect(isReasoned || outcome !== "rejected").toBe(true);
  }
});

test("a duplicate names the place of the other record", () => {
  const { issues } = decide(TERMS, SOUND, knowing(WRITTEN));
  expect(issues.at(-1)?.related).toEqual({ file: "file 0", record: 3, line: 4 });
});

test("an edited row is told by its columns", () => {
  const { issues } = decide(TERMS, SOUND, knowing(EDITED));
  expect(issues.at(-1)?.detail).toBe("edited in HMSync: phone; changed in the export: phone");
});

test("a record that the database refuses is rejected with its constraint", () => {
  expect(refused(TERMS, SOUND, "UNIQUE patients.phone")).toEqual({
    outcome: "rejected",
    issues: [
      ODD,
      { code: "patients.target.constraint", severity: "error", detail: "UNIQUE patients.phone" },
    ],
  });
});

test("only what changes the target or the ledger's rows needs a backup", () => {
  const writes = (candidate: Candidate, known: Known) =>
    isWriting(candidate, decide(TERMS, candidate, known));
  expect(writes(SOUND, knowing())).toBe(true);
  expect(writes(SOUND, knowing(PRIOR))).toBe(true);
  expect(writes(SOUND, knowing(SAME))).toBe(false);
  expect(writes(SOUND, knowing({ ...SAME, cellsDiffer: true }))).toBe(true);
  expect(writes(SOUND, knowing(EDITED))).toBe(false);
  expect(writes(BAD, knowing())).toBe(false);
  expect(writes({ ...SOUND, placeholders: [0] }, knowing(SAME))).toBe(true);
});
