import { existsSync } from "node:fs";
import type { Target } from "../../../importers/define-target.ts";
import { lockPath } from "../../assess/lock/decision-lock.ts";
import type { Chain } from "../../chain/chain.ts";
import type { SignedMapping } from "../../chain/sign-off.ts";
import { readHandWritten } from "../../plain/hand-written.ts";
import { sha256OfText } from "../../plain/hash-file.ts";

/** The mappings that the runs of a chain were asked for with, each once: as they were then, and as they are now. */
export function signedMappings({ runs }: Chain, { mappings }: Target): SignedMapping[] {
  const found = new Map<string, SignedMapping>();
  for (const { name: run, request, committed, kind } of runs) {
    if (request === null || !committed || kind === "undo") continue;
    const { mapping, mappingSha256: sha256 } = request;
    const own = textOf(mapping) ?? shipped(mappings, mapping);
    const lock = textOf(lockPath(mapping));
    found.set(`${mapping} ${sha256}`, {
      run,
      mapping,
      sha256: sha256 === "" ? null : sha256,
      fileSha256: hashOf(own),
      lockSha256: hashOf(lock),
      document: documentIn(own),
      lock: documentIn(lock),
    });
  }
  return [...found.values()];
}

const textOf = (path: string): string | undefined =>
  path.endsWith(".json") && existsSync(path) ? readHandWritten(path) : undefined;

const shipped = (mappings: Target["mappings"], name: string): string | undefined =>
  Object.hasOwn(mappings, name) ? JSON.stringify(mappings[name]) : undefined;

const hashOf = (text: string | undefined): string | null =>
  text === undefined ? null : sha256OfText(text);

function documentIn(text: string | undefined): unknown {
  try {
    return text === undefined ? null : JSON.parse(text);
  } catch {
    // Somebody is at work on it: its hash tells that it is another one.
    return null;
  }
}
