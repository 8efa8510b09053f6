import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import type { ConnectionOptions } from "mysql2";
import type { Location } from "../../db/connecting/location.ts";
import { UsageError } from "../../plain/errors.ts";

/** Undefined for a connection without TLS. */
export type Tls = Exclude<ConnectionOptions["ssl"], string>;

/**
 * How a connection is tried, one after the other: the mysql client's `ssl-mode`. PREFERRED takes one without TLS only
 * from a server that has none; a socket needs none.
 *
 * @throws UsageError if a file of a certificate or a key cannot be read, or a name is missing to be checked
 */
export function tlsAttempts({ host, parameters, socket }: Location): readonly Tls[] {
  const files = {
    ...given("ca", parameters["ssl-ca"]),
    ...given("cert", parameters["ssl-cert"]),
    ...given("key", parameters["ssl-key"]),
  };
  const mode = parameters["ssl-mode"]?.toUpperCase() ?? usualMode(files);
  if (mode === "DISABLED") return [undefined];
  if (mode === "REQUIRED") return [{ ...files, rejectUnauthorized: false }];
  if (mode === "VERIFY_CA") return [{ ...files, rejectUnauthorized: true }];
  if (mode === "VERIFY_IDENTITY") {
    // The driver compares a certificate with names alone, and would take one of localhost for any address.
    if (isIP(host) !== 0) throw noName();
    return [{ ...files, rejectUnauthorized: true, verifyIdentity: true }];
  }
  return socket === undefined ? [{ ...files, rejectUnauthorized: false }, undefined] : [undefined];
}

const noName = (): UsageError =>
  new UsageError("ssl-mode=VERIFY_IDENTITY cannot check the certificate of a host's address.", {
    cure: "Name the host as its certificate does, or use ssl-mode=VERIFY_CA.",
  });

/** As the mysql client has it: whoever names an authority wants it to be asked. */
const usualMode = (files: { readonly ca?: Buffer }): string =>
  files.ca === undefined ? "PREFERRED" : "VERIFY_CA";

function given(
  name: "ca" | "cert" | "key",
  path: string | undefined,
): Partial<Record<typeof name, Buffer>> {
  if (path === undefined) return {};
  try {
    return { [name]: readFileSync(path) };
  } catch (cause) {
    throw new UsageError(`The file of ssl-${name} cannot be read: ${path}.`, {
      cure: `Correct ssl-${name} in the URL of --source.`,
      cause,
    });
  }
}
