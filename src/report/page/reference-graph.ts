import type { ReferenceFound } from "../../assess/assessment.ts";
import type { AssessmentDocument } from "../../assess/show/document.ts";
import { cropped, grouped } from "../../plain/columns.ts";
import { type Html, html } from "./html.ts";

const BOX = { width: 190, height: 30 };
const GAP = { x: 90, y: 16 };
const LONGEST = 26;

interface Box {
  readonly file: string;
  readonly x: number;
  readonly y: number;
  readonly known: boolean;
}

/** Files as boxes, references as lines from right to left: what is pointed to stands to the left. */
export function referenceGraph({ files, references }: AssessmentDocument): Html {
  const names = files
    .map(({ file }) => file)
    .filter((file) => references.some((one) => one.file === file || one.toFile === file));
  const layers = layersOf(names, references);
  const known = new Set(files.filter(({ entity }) => entity !== null).map(({ file }) => file));
  const boxes = new Map(
    layers.flatMap((layer, column) =>
      layer.map((file, row): [string, Box] => {
        const x = column * (BOX.width + GAP.x) + 1;
        const y = row * (BOX.height + GAP.y) + 1;
        return [file, { file, x, y, known: known.has(file) }];
      }),
    ),
  );
  const width = layers.length * (BOX.width + GAP.x) - GAP.x + 2;
  const height = Math.max(1, ...layers.map(({ length }) => length)) * (BOX.height + GAP.y);
  return html`<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="which file points to which">${references.map((one) => edge(one, boxes))}${[...boxes.values()].map(drawnBox)}</svg>`;
}

/** Files that point nowhere first; each other file behind all that it points to. */
function layersOf(names: readonly string[], references: readonly ReferenceFound[]): string[][] {
  const layers: string[][] = [];
  const placed = new Set<string>();
  while (placed.size < names.length) {
    const rest = names.filter((name) => !placed.has(name));
    const waits = (name: string) =>
      references.some(
        ({ file, toFile }) => file === name && toFile !== name && !placed.has(toFile),
      );
    const ready = rest.filter((name) => !waits(name));
    // Files that point to each other in a circle stand side by side.
    const layer = ready.length > 0 ? ready : rest;
    layers.push(layer);
    for (const name of layer) placed.add(name);
  }
  return layers;
}

function drawnBox({ file, x, y, known }: Box): Html {
  const shown = cropped(file, LONGEST);
  return html`<rect class="${known ? "box known" : "box"}" x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6"/><text class="label" x="${x + 10}" y="${y + 19}">${shown}<title>${file}</title></text>`;
}

function edge(reference: ReferenceFound, boxes: ReadonlyMap<string, Box>): Html {
  const [from, to] = [boxes.get(reference.file), boxes.get(reference.toFile)];
  if (from === undefined || to === undefined) return html``;
  const { column, toColumn, danglingRecords } = reference;
  const [x1, y1] = [from.x, from.y + BOX.height / 2];
  const [x2, y2] = [to.x + BOX.width, to.y + BOX.height / 2];
  const bend = GAP.x / 2;
  const path = `M${x1} ${y1} C${x1 - bend} ${y1} ${x2 + bend} ${y2} ${x2} ${y2}`;
  const dangles = danglingRecords > 0 ? `, ${grouped(danglingRecords)} records dangle` : "";
  const kind = danglingRecords > 0 ? "edge dangling" : "edge";
  return html`<path class="${kind}" d="${path}"><title>${from.file} ${column} points to ${to.file} ${toColumn}${dangles}</title></path>`;
}
