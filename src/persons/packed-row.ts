// A row as JSON and back, without loss: texts, whole and real numbers and nothing are what they are in JSON, to the
// last digit; bytes become an object with their hexadecimal digits. The engine's own JSON writes and reads reals exactly.

/** SQL for a JSON list of values, each given as SQL. */
export function packed(values: readonly string[]): string {
  const [first = "'null'", ...rest] = values.map(packedValue);
  return `('[' || ${chained([first, ...rest.map((value) => `',' || ${value}`)])} || ']')`;
}

/** SQL for one value as JSON. */
export const packedValue = (value: string): string =>
  `(case typeof(${value}) when 'blob' then '{"b":"' || hex(${value}) || '"}' else json_quote(${value}) end)`;

/** SQL for the nth value of a packed row. */
export function unpacked(json: string, nth: number): string {
  const at = `${json}, '$[${nth}]'`;
  return `(case json_type(${at}) when 'object' then unhex(json_extract(${json}, '$[${nth}].b')) else json_extract(${at}) end)`;
}

/** Halved again and again: one long chain would be too deep for the engine where a table has very many columns. */
function chained(parts: readonly string[]): string {
  if (parts.length === 1) return parts[0] as string;
  const half = Math.ceil(parts.length / 2);
  return `(${chained(parts.slice(0, half))} || ${chained(parts.slice(half))})`;
}
