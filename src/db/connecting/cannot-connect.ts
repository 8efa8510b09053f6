import { Interrupted, SourceError } from "../../plain/errors.ts";
import { type Location, titleOf } from "./location.ts";

// Why a server could not be connected to: what the network and TLS say is the same for every engine.

/** What is said behind the name of the database, and what helps. */
export interface Told {
  readonly what: (location: Location) => string;
  readonly cure: string;
}

export const HOST =
  "Check the host and the port, that the server runs, and that it may be reached.";

const NO_ANSWER: Told = {
  what: ({ host, port }) => `cannot be reached: nobody answers at ${host}, port ${port}`,
  cure: HOST,
};
const NO_HOST: Told = { what: ({ host }) => `has a host that is not known: ${host}`, cure: HOST };

/** What an engine calls the things that the reasons name. */
export interface Called {
  /** Servers that may listen there. */
  readonly server: string;
  /** Parameters of the URL: the file of an authority, encryption without a check, a check without names. */
  readonly authority: string;
  readonly unchecked: string;
  readonly nameless: string;
  /** What is said where no socket is. */
  readonly noSocket: Told;
  /** What is said before the path of one: `the socket`. */
  readonly socket: string;
}

/** Reasons by the codes of the operating system and of TLS. */
export function usualReasons(called: Called): Readonly<Record<string, Told>> {
  const { server, authority, unchecked, nameless, noSocket, socket: socketCalled } = called;
  const untrusted: Told = {
    what: () => "shows a certificate that is not trusted",
    cure: `Name the file of the server's certificate authority with ${authority}; ${unchecked} encrypts without checking who answers.`,
  };
  return {
    ECONNREFUSED: NO_ANSWER,
    EHOSTUNREACH: NO_ANSWER,
    ENETUNREACH: NO_ANSWER,
    EHOSTDOWN: NO_ANSWER,
    ETIMEDOUT: NO_ANSWER,
    ECONNRESET: closedEarly(server),
    ENOENT: noSocket,
    ENOTSOCK: noSocket,
    EACCES: {
      what: ({ socket }) => `cannot be reached: you may not use ${socketCalled} ${socket}`,
      cure: "Use an account that may, or connect by a host.",
    },
    ENOTFOUND: NO_HOST,
    EAI_AGAIN: NO_HOST,
    EAI_FAIL: NO_HOST,
    ERR_TLS_CERT_ALTNAME_INVALID: {
      what: ({ host }) => `shows a certificate of another host than ${host}`,
      cure: `Use the host that the certificate names; ${nameless} does not compare names.`,
    },
    CERT_HAS_EXPIRED: {
      what: () => "shows a certificate that has expired",
      cure: `Have it renewed; ${unchecked} encrypts without checking it.`,
    },
    DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
    SELF_SIGNED_CERT_IN_CHAIN: untrusted,
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
    UNABLE_TO_GET_ISSUER_CERT: untrusted,
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
    CERT_SIGNATURE_FAILURE: untrusted,
  };
}

/** @param server what should have listened there */
export const closedEarly = (server: string): Told => ({
  what: () => "closed the connection before it was open",
  cure: `Check that a ${server} server listens at this port.`,
});

/**
 * What is thrown where a server cannot be reached or lets nobody in: no word of the server's own is in it, nor in a
 * cause, as those may repeat a password or a value.
 *
 * @param why what is wrong, where the engine knows it
 */
export function connectingFailed(
  location: Location,
  { why, code }: { readonly why: Told | undefined; readonly code: string | undefined },
  signal?: AbortSignal,
): Error {
  if (signal?.aborted) {
    return new Interrupted("Interrupted while connecting to the database.", {
      cure: "Nothing was changed.",
    });
  }
  const { what, cure } = why ?? {
    what: () => `cannot be opened${code === undefined ? "" : ` (${code})`}`,
    cure: HOST,
  };
  return new SourceError(`${titleOf(location)} ${what(location)}.`, { cure });
}
