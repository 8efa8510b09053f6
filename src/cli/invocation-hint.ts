/** How a person runs a command of this tool where they are: through npm, or as the program itself. */
export function asTyped(command: string, flags = ""): string {
  const throughNpm = process.env["npm_lifecycle_event"] !== undefined;
  const name = throughNpm ? `npm run ${command}` : `hmsync ${command}`;
  if (flags === "") return name;
  return throughNpm ? `${name} -- ${flags}` : `${name} ${flags}`;
}
