import type { CommandWord, FlagWord, Follows } from "./words.ts";

/** The script that bash sources; it runs nothing of this program, so it answers at once. */
export function bashCompletion(commands: readonly CommandWord[]): string {
  return `# Completion of hmsync for bash.
_hmsync() {
  local line=\${COMP_LINE:0:COMP_POINT} word cur prev="" cmd="" flags="" words="" follows="" i
  local -a typed
  read -ra typed <<< "$line"
  [[ $line == *[[:space:]] ]] && typed+=("")
  cur=\${typed[\${#typed[@]}-1]}
  for ((i = 1; i < \${#typed[@]} - 1; i++)); do
    word=\${typed[i]}
    if [[ -n $prev ]]; then prev=""; continue; fi
    case $word in
      ${valueFlags(commands)}) prev=$word ;;
      -*) ;;
      *) [[ -z $cmd ]] && cmd=$word ;;
    esac
  done
  if [[ $cur == --*=* ]]; then prev=\${cur%%=*}; cur=\${cur#*=}; fi
  case $cmd in
    "") words="${commands.map(({ name }) => name).join(" ")}"; flags="${everyFlag(commands)}" ;;
${commands.map(commandCase).join("\n")}
  esac
  case $prev in
    "") [[ $cur == -* ]] && words=$flags ;;
${valueCases(commands)}
    *) words=""; follows=unknown ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  # Files are left to bash itself, which knows how to quote them.
  if [[ $follows != file ]]; then compopt +o default 2>/dev/null; fi
  # Bash takes what stands before a colon for a word of its own.
  if [[ $cur == *:* && $COMP_WORDBREAKS == *:* ]]; then
    local head=\${cur%"\${cur##*:}"}
    COMPREPLY=("\${COMPREPLY[@]#"$head"}")
  fi
}
complete -o default -F _hmsync hmsync
`;
}

const spelt = ({ name, short }: FlagWord): string[] =>
  short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`];

const allFlags = (commands: readonly CommandWord[]): FlagWord[] => {
  const byName = new Map(commands.flatMap(({ flags }) => flags).map((flag) => [flag.name, flag]));
  return [...byName.values()];
};

const everyFlag = (commands: readonly CommandWord[]): string =>
  allFlags(commands)
    .map(({ name }) => `--${name}`)
    .join(" ");

const valueFlags = (commands: readonly CommandWord[]): string =>
  allFlags(commands)
    .filter(({ follows }) => follows !== "nothing")
    .flatMap(spelt)
    .join("|");

function commandCase({ name, flags, operand }: CommandWord): string {
  const pattern = name.includes(":") ? `${name}|${shortName(name)}` : name;
  const words = typeof operand === "object" ? operand.words.join(" ") : "";
  const follows = operand === "file" ? "; follows=file" : "";
  return `    ${pattern}) words="${words}"; flags="${flags.flatMap(spelt).join(" ")}"${follows} ;;`;
}

const shortName = (name: string): string => name.slice(name.indexOf(":") + 1);

function valueCases(commands: readonly CommandWord[]): string {
  const cases = allFlags(commands).flatMap((flag) => {
    const set = afterFlag(flag.follows);
    return set === undefined ? [] : [`    ${spelt(flag).join("|")}) ${set} ;;`];
  });
  return cases.join("\n");
}

function afterFlag(follows: Follows): string | undefined {
  if (follows === "file") return 'words=""; follows=file';
  return typeof follows === "object" ? `words="${follows.words.join(" ")}"` : undefined;
}
