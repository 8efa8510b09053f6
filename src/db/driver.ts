import SqliteDriver from "better-sqlite3";

/** The first Node.js that ends the process when it collects an object of better-sqlite3 12. */
const COLLECTING_KILLS = 24;

type Make = (...given: unknown[]) => object;

/** What the driver has handed out: it must not be collected before the process ends. */
const kept: object[] = [];

// An assertion in node::RemoveEnvironmentCleanupHook, from Node.js 24.19 on; better-sqlite3 13 has it
// mended and does not run on Node.js 20. Closing a database still frees what its statements hold.
if (Number.parseInt(process.versions.node, 10) >= COLLECTING_KILLS) keepWhatIsMade();

function keepWhatIsMade(): void {
  const driver = new SqliteDriver("");
  // What JavaScript sees stands before the native object, which hands out all the others.
  const natives = Object.getOwnPropertySymbols(driver).map((key) => Reflect.get(driver, key));
  const native = natives.find((one) => typeof one?.prepare === "function") as object;
  const statement = driver.prepare("select 1");
  kept.push(driver, native, statement);
  keepMadeBy(Object.getPrototypeOf(native), "prepare");
  keepMadeBy(Object.getPrototypeOf(native), "backup");
  keepMadeBy(Object.getPrototypeOf(statement), "iterate");
  driver.close();
}

/** The native object of a database is kept with its first statement. */
function keepMadeBy(prototype: object, method: string): void {
  const make = Reflect.get(prototype, method) as Make;
  Reflect.set(prototype, method, function keeping(this: object, ...given: unknown[]) {
    const made = make.apply(this, given);
    kept.push(this, made);
    return made;
  });
}

export { SqliteDriver };
