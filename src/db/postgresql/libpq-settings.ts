import type { Location } from "../connecting/location.ts";

/** Variables of libpq that say how to connect, and the parameter of a URL that says the same. */
const VARIABLES = {
  PGSSLMODE: "sslmode",
  PGSSLROOTCERT: "sslrootcert",
  PGSSLCERT: "sslcert",
  PGSSLKEY: "sslkey",
  PGCONNECT_TIMEOUT: "connect_timeout",
} as const;

/** A location with what libpq would take from the environment; what the URL says itself goes first. */
export function withLibpqSettings(
  location: Location,
  env: Readonly<Record<string, string | undefined>>,
): Location {
  if (location.engine !== "postgresql") return location;
  const said = Object.entries(VARIABLES).flatMap(([variable, parameter]) => {
    const value = env[variable];
    return value === undefined || value === "" ? [] : [[parameter, value] as const];
  });
  return { ...location, parameters: { ...Object.fromEntries(said), ...location.parameters } };
}
