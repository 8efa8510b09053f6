import { SqliteDriver } from "../../src/db/sqlite/driver.ts";

// Another program that writes: says the id of each row as soon as SQLite has acknowledged it, until
// it is told to end.

const [, , path = ""] = process.argv;
const driver = new SqliteDriver(path, { timeout: 50 });
let ends = false;
process.stdin.on("data", () => {
  ends = true;
});
process.stdin.unref();

for (let id = 1; !ends; id++) {
  try {
    driver.prepare("INSERT INTO visits (patient_id, fee) VALUES ('p1', ?)").run(`note ${id}`);
    process.stdout.write(`note ${id}\n`);
  } catch (error) {
    if (!String(error).includes("locked")) throw error;
    id--;
  }
  await new Promise((next) => setTimeout(next, 2));
}
driver.close();
