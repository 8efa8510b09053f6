import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkText, OtherKind } from "../../src/source/check-text.ts";
import { openExport } from "../../src/source/open-export.ts";
import { unpackExport } from "../../src/source/unpack-export.ts";
import { workspace } from "../support/workspace.ts";
import { storedArchive } from "../support/zip.ts";

const check = (bytes: Buffer) => () => checkText(bytes, { name: "a.txt" }, "utf-8");

test.each([
  ["messages of HL7", Buffer.from("MSH|^~\\&|HIS|H|LAB|H|20240101||ADT^A01|1|P|2.5\rPID|1||7\r")],
  ["a batch of them", Buffer.from("FHS|^~\\&|HIS\rBHS|^~\\&|HIS\r")],
  ["messages of an analyser", Buffer.from("H|\\^&|||LAB\rP|1|7\r")],
  // patient_id,name and three records, in code page 037.
  [
    "text in EBCDIC",
    Buffer.from(
      "978199898595a36d89846b95819485" +
        "0d25f0f0f0f16bc99585a20d25f0f0f0f26bd69381860d25f0f0f0f36bd485890d25".repeat(2),
      "hex",
    ),
  ],
])("%s are refused as what they are", (_, bytes) => {
  expect(check(bytes)).toThrow(OtherKind);
});

test.each([
  ["pipes", Buffer.from("MSHID|^|x\n1|2|3\n")],
  [
    "Cyrillic letters without a blank",
    Buffer.from(`${"f0f1f2f3f0f1f2f33b".repeat(12)}3132`, "hex"),
  ],
])("%s are text", (_, bytes) => {
  expect(check(bytes)).not.toThrow();
});

test("an OpenDocument spreadsheet that is called .xlsx is told as that", async () => {
  const path = join(workspace(), "a.xlsx");
  const content = { mimetype: "application/vnd.oasis", "content.xml": "<office/>" };
  writeFileSync(path, storedArchive(content));
  await expect(unpackExport(openExport(path))).rejects.toThrow(/OpenDocument/);
});
