/** A key of a JSON text, and where it stands. */
export interface KeyPlace {
  /** Counted from 1. */
  readonly line: number;
  /** How many names of the path were found: the rest is not written. */
  readonly depth: number;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

interface Level {
  /** The names and positions that are read here match the path so far. */
  readonly onPath: boolean;
  readonly isList: boolean;
  key: string;
  expectsKey: boolean;
}

/**
 * Finds the line of a key in a JSON text, `entities.visits.fields.visitDate.format` say; that of the
 * nearest key above it where the text does not have it.
 *
 * @param json a text that parses
 */
export function keyLine(json: string, path: readonly string[]): KeyPlace {
  const levels: Level[] = [];
  let best: KeyPlace = { line: 1, depth: 0 };
  let line = 1;
  let read = 0;
  for (const { 0: token, index } of json.matchAll(TOKEN)) {
    line += lineEnds(json.slice(read, index));
    read = index;
    const top = levels.at(-1);
    if (top?.expectsKey && token.startsWith('"')) {
      top.key = JSON.parse(token) as string;
      top.expectsKey = false;
      const depth = levels.length;
      if (top.onPath && top.key === path[depth - 1] && depth > best.depth) best = { line, depth };
    } else step(levels, token, path);
  }
  return best;
}

const lineEnds = (text: string): number => text.split("\n").length - 1;

function step(levels: Level[], token: string, path: readonly string[]): void {
  const top = levels.at(-1);
  if (token === "{" || token === "[") {
    const onPath = top === undefined || (top.onPath && top.key === path[levels.length - 1]);
    const isList = token === "[";
    levels.push({ onPath, isList, key: "", expectsKey: !isList });
  } else if (token === "}" || token === "]") levels.pop();
  else if (token === "," && top !== undefined) top.expectsKey = !top.isList;
}
