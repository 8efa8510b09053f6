import type { CommandWord, FlagWord, Follows } from "./words.ts";

/** The script that zsh sources, or finds as \`_hmsync\` in its fpath. */
export function zshCompletion(commands: readonly CommandWord[]): string {
  return `#compdef hmsync
# Completion of hmsync for zsh.
_hmsync() {
  local -a commands
  commands=(
${commands.map(({ name, about }) => `    ${quoted(`${escapedName(name)}:${about}`)}`).join("\n")}
  )
  local cmd="" word
  for word in "\${(@)words[2,CURRENT-1]}"; do
    if [[ -n \${(M)commands:#\${word//:/\\\\:}:*} ]]; then cmd=$word; break; fi
  done
  if [[ -z $cmd ]]; then _describe -t commands command commands; return; fi
  case $cmd in
${commands.map(commandCase).join("\n")}
  esac
}
compdef _hmsync hmsync
`;
}

/** What stands between single quotes. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const escapedName = (name: string): string => name.replaceAll(":", "\\:");

function commandCase({ name, flags, operand }: CommandWord): string {
  const specs = [...flags.flatMap(flagSpecs), quoted(`*:what:${action(operand)}`)];
  return `    ${name}) _arguments -S ${specs.join(" ")} ;;`;
}

/** A flag that takes a value may be written --name=value too. */
function flagSpecs({ name, short, about, follows }: FlagWord): string[] {
  const says = about.replaceAll("[", "(").replaceAll("]", ")").replaceAll(":", "\\:");
  const after = follows === "nothing" ? "" : `:value:${action(follows)}`;
  const long = `*--${name}${follows === "nothing" ? "" : "="}[${says}]${after}`;
  return [quoted(long), ...(short === undefined ? [] : [quoted(`*-${short}[${says}]${after}`)])];
}

function action(follows: Follows): string {
  if (typeof follows === "object") return `(${follows.words.join(" ")})`;
  return follows === "file" ? "_files" : " ";
}
