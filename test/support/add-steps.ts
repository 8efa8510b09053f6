import { argv, stdout } from "node:process";
import { Corrections } from "../../src/chain/corrections/corrections.ts";

// A process that adds steps until it is done or killed, and says of each that it is kept.

const [, , folder = "", name = "", count = "0"] = argv;
const corrections = await Corrections.open(folder);
for (let at = 0; at < Number(count); at++) {
  const legacyId = `${name}-${at}`;
  const record = { entity: "patients", file: "patients.csv", legacyId, cells: "" };
  const change = { ...record, column: "phone", was: "", now: "0441234567", decision: "" as const };
  await corrections.add({ kind: "set", who: name, why: "", changes: [change] });
  stdout.write(`${legacyId}\n`);
}
