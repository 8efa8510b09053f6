import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { rootCertificates, type SecureContextOptions } from "node:tls";
import { UsageError } from "../../plain/errors.ts";
import type { Location } from "../connecting/location.ts";

/** How one attempt to connect goes about TLS: `false` is without. */
export type Tls = false | TlsOptions;

interface TlsOptions extends SecureContextOptions {
  readonly rejectUnauthorized: boolean;
  /** Set where any name in the certificate will do. */
  readonly checkServerIdentity?: () => undefined;
}

const MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;
type Mode = (typeof MODES)[number];

const SYSTEM = "system";

/**
 * The attempts that libpq makes for an `sslmode`, in its order
 * (https://www.postgresql.org/docs/current/libpq-ssl.html): `prefer`, which is meant where nobody says
 * anything, takes an encrypted connection or one that is not; `require` encrypts and checks the certificate if
 * there is one to check it with; `verify-ca` checks it; `verify-full` checks the host's name too.
 *
 * @throws UsageError if a certificate is named that is not there
 */
export function tlsAttempts({ parameters, socket }: Location): readonly Tls[] {
  // There is nobody between two processes of one machine.
  if (socket !== undefined) return [false];
  const mode = modeOf(parameters["sslmode"], parameters["sslrootcert"]);
  if (mode === "disable") return [false];
  const tls = tlsOptions(mode, parameters);
  if (mode === "allow") return [false, tls];
  return mode === "prefer" ? [tls, false] : [tls];
}

function modeOf(sslmode: string | undefined, root: string | undefined): Mode {
  const mode = MODES.find((one) => one === sslmode);
  if (sslmode !== undefined && mode === undefined) {
    throw new UsageError("PGSSLMODE is not a mode of TLS.", {
      cure: `Use one of ${MODES.join(", ")}.`,
    });
  }
  // Certificates that anybody can buy prove nothing but a host's name.
  if (root === SYSTEM && (mode ?? "verify-full") !== "verify-full") {
    throw new UsageError(`sslmode=${mode} is too weak for sslrootcert=system.`, {
      cure: "Use sslmode=verify-full.",
    });
  }
  return mode ?? (root === SYSTEM ? "verify-full" : "prefer");
}

function tlsOptions(mode: Mode, parameters: Location["parameters"]): TlsOptions {
  const roots = rootsFor(mode, parameters["sslrootcert"]);
  const own = ownCertificate(parameters);
  const options = { ...own, ...(roots === undefined ? {} : { ca: roots }) };
  const verifies = roots !== undefined && mode !== "prefer" && mode !== "allow";
  if (mode === "verify-full") return { ...options, rejectUnauthorized: true };
  return { ...options, rejectUnauthorized: verifies, checkServerIdentity: () => undefined };
}

/** Whom to trust; undefined where nothing is checked. */
function rootsFor(mode: Mode, named: string | undefined): string | string[] | undefined {
  if (named === SYSTEM) return [...rootCertificates];
  const path = named ?? ofLibpq("root.crt");
  if (existsSync(path)) return read(path);
  if (named === undefined && !mode.startsWith("verify")) return undefined;
  throw new UsageError(`The root certificate ${path} is not there.`, {
    cure: "Name the file of the server's certificate authority with sslrootcert, or use sslmode=require, which does not check who answers.",
  });
}

function ownCertificate(parameters: Location["parameters"]): SecureContextOptions {
  const cert = parameters["sslcert"] ?? ofLibpq("postgresql.crt");
  const key = parameters["sslkey"] ?? ofLibpq("postgresql.key");
  if (parameters["sslcert"] === undefined && !existsSync(cert)) return {};
  return { cert: read(cert), key: read(key) };
}

const ofLibpq = (name: string): string => join(homedir(), ".postgresql", name);

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UsageError(`${path} cannot be read (${code}).`, {
      cure: "Check sslrootcert, sslcert and sslkey.",
      cause,
    });
  }
}
