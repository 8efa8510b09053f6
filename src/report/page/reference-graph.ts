import type { ReferenceFound } from "../../assess/assessment.ts";
import type { AssessmentDocument } from "../../assess/show/document.ts";
import { cropped, grouped } from "../../plain/columns.ts";
import { groupBy } from "../../plain/group-by.ts";
import { type Arrow, BOX, type Box, GAP, type Line, layOut } from "./graph-layout.ts";
import { type Html, html } from "./html.ts";

const LONGEST = 26;

/** All columns of a file that point to another. */
interface Pointing extends Arrow {
  readonly references: readonly ReferenceFound[];
}

/** Files as boxes, references as lines from right to left: what is pointed to stands to the left. */
export function referenceGraph({ files, references }: AssessmentDocument): Html {
  const names = files
    .map(({ file }) => file)
    .filter((file) => references.some((one) => one.file === file || one.toFile === file));
  const known = new Set(files.filter(({ entity }) => entity !== null).map(({ file }) => file));
  const pairs = groupBy(references, ({ file, toFile }) => JSON.stringify([file, toFile]));
  const pointing = [...pairs.values()].flatMap((some): Pointing[] => {
    const [first] = some;
    return first ? [{ from: first.file, to: first.toFile, references: some }] : [];
  });
  const { boxes, lines, width, height } = layOut(names, pointing);
  return html`<svg class="graph" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="which file points to which">${lines.map(edge)}${boxes.map((box) => drawnBox(box, known.has(box.name)))}</svg>`;
}

function drawnBox({ name, x, y }: Box, known: boolean): Html {
  const shown = cropped(name, LONGEST);
  return html`<rect class="${known ? "box known" : "box"}" x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6"/><text class="label" x="${x + 10}" y="${y + 19}">${shown}<title>${name}</title></text>`;
}

function edge(line: Line<Pointing>): Html {
  const { of, points } = line;
  const says = of.references.map(({ file, column, toFile, toColumn, danglingRecords }) => {
    const dangles = danglingRecords > 0 ? `, ${grouped(danglingRecords)} records dangle` : "";
    return `${file} ${column} points to ${toFile} ${toColumn}${dangles}`;
  });
  const kind = of.references.some(({ danglingRecords }) => danglingRecords > 0)
    ? "edge dangling"
    : "edge";
  const [x, y] = points.at(-1) ?? [0, 0];
  const back = line.isBeside ? -HEAD : HEAD;
  return html`<g class="${kind}"><path d="${pathOf(line)}"/><path class="head" d="M${x} ${y} l${back} -3.5 v7 z"/><title>${says.join("\n")}</title></g>`;
}

const HEAD = 7;

/** Bends stay within the gaps between columns, between the heights of their ends. */
function pathOf({ points, isBeside }: Line<unknown>): string {
  const [start, ...rest] = points;
  if (start === undefined) return "";
  const bend = GAP.x / 2;
  let [x, y] = start;
  const parts = rest.map(([toX, toY], at) => {
    const isLevel = at % 2 === 1;
    const far = isBeside ? x - bend * 0.8 : x - bend;
    const near = isBeside ? far : toX + bend;
    const part = isLevel ? `H${toX}` : `C${far} ${y} ${near} ${toY} ${toX} ${toY}`;
    [x, y] = [toX, toY];
    return part;
  });
  return `M${start[0]} ${start[1]} ${parts.join(" ")}`;
}
