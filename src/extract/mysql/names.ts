/** A name as a server takes it for one, whatever its SQL mode. */
export const quoteName = (name: string): string => `\`${name.replaceAll("`", "``")}\``;

/** A table of a schema. */
export const quotePath = (schema: string, name: string): string =>
  `${quoteName(schema)}.${quoteName(name)}`;
