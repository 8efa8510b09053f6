import { connect } from "../../src/db/postgresql/connect.ts";
import { applicationName, takeServerLock } from "../../src/db/postgresql/run-lock.ts";
import { setUpSession } from "../../src/db/postgresql/session-settings.ts";
import { locationOf } from "./legacy-rows.ts";

// Holds the lock of a server's database, at work on a statement, until it is killed.

const [url = "", statement = ""] = process.argv.slice(2);
const location = locationOf(url);
const { client } = await connect(location, { timeoutMs: 60_000, password: location.password });
await setUpSession(client, applicationName("import"));
await takeServerLock(client, "the database");
const working = client.query(statement);
process.stdout.write("at work\n");
await working;
setInterval(() => undefined, 1000);
