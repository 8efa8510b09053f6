import type { Terminal } from "./terminal.ts";

/** Says of a new database that it has no write-ahead log, and what that means; nothing if it has one. */
export function tellMode(mode: string, { narrate }: Pick<Terminal, "narrate">): void {
  if (mode === "wal") return;
  narrate(
    `The file system does not support a write-ahead log. The database has a rollback journal (${mode}), so nobody can read it while another program commits.`,
  );
}
