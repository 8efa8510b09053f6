/** `hmsync import --source x` in a text: a command, and whether its flags follow. */
const COMMAND =
  /(?<![\w/-]|npx )hmsync (completion|(?:import|db)(?::[a-z-]+)?)(?![\w:-])( (?=[^ ]))?/g;
/** `hmsync --help`: what is asked of no command. */
const PROGRAM = /(?<![\w/-]|npx )hmsync (?=--|<)/g;

/** Where a command begins that is set off in a message, whichever way it is typed. */
export const TYPED_COMMAND = /(?<= {2}|^ *)(?:npm run|npx hmsync|hmsync) [a-z]/;

type Form = "npm" | "npx" | "program";

/** How this command line was begun: through an npm script of ours, npx, or as the program. */
function form(): Form {
  const { npm_lifecycle_event: event, npm_package_name: from } = process.env;
  if (event === "npx") return "npx";
  return from === "hmsync-migrate" && event !== undefined ? "npm" : "program";
}

/**
 * Commands in a message as the reader types them. Messages, cures and hints name a command as
 * `hmsync import:retry RUN`, two blanks or a sentence's end behind it; this is the only place that knows npm.
 */
export function inTypedForm(text: string): string {
  const way = form();
  if (way === "program") return text;
  const whole = text.replace(PROGRAM, way === "npx" ? "npx hmsync " : "npm run hmsync -- ");
  return whole.replace(COMMAND, (_, command: string, gap: string | undefined) => {
    if (way === "npx") return `npx hmsync ${command}${gap ?? ""}`;
    return `npm run ${command}${gap === undefined ? "" : " -- "}`;
  });
}
