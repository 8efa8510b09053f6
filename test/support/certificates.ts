import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Files of a server's own certificate, signed by an authority of the tests. */
export interface Certificates {
  readonly authority: string;
  readonly otherAuthority: string;
  readonly certificate: string;
  readonly key: string;
}

/**
 * Makes a certificate for the host `localhost`, and two authorities, one of which has signed it.
 *
 * @returns undefined where there is no openssl to make them with
 */
export function makeCertificates(folder: string): Certificates | undefined {
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: "pipe" });
  const selfSigned = (name: string) =>
    openssl(
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj", `/CN=${name}`],
      ...["-keyout", file(`${name}.key`), "-out", file(`${name}.crt`)],
    );
  try {
    openssl("version");
  } catch {
    return undefined;
  }
  selfSigned("authority");
  selfSigned("other");
  const request = ["req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"];
  openssl(...request, "-keyout", file("server.key"), "-out", file("server.csr"));
  writeFileSync(file("names"), "subjectAltName=DNS:localhost\n");
  openssl(
    ...["x509", "-req", "-in", file("server.csr"), "-days", "3650", "-extfile", file("names")],
    ...["-CA", file("authority.crt"), "-CAkey", file("authority.key"), "-CAcreateserial"],
    ...["-out", file("server.crt")],
  );
  chmodSync(file("server.key"), 0o644);
  return {
    authority: file("authority.crt"),
    otherAuthority: file("other.crt"),
    certificate: file("server.crt"),
    key: file("server.key"),
  };
}
