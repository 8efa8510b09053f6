import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { copyOwnerOnly } from "../../plain/copy-owner-only.ts";

/**
 * Opens a copy of a database that nobody else sees, with what stands in its write-ahead log; it has no name
 * any more when it is handed on.
 */
export function withCopyAside<Opened>(path: string, open: (copy: string) => Opened): Opened {
  const folder = mkdtempSync(join(tmpdir(), "hmsync-look-"));
  try {
    for (const side of [path, `${path}-wal`].filter((one) => existsSync(one))) {
      copyOwnerOnly(side, join(folder, basename(side)));
    }
    return open(join(folder, basename(path)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
