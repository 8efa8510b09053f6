/** A line of a chart. */
interface Line {
  readonly name: string;
  /** The one that the chart is about is drawn thicker. */
  readonly stands: "out" | "back";
  readonly at: readonly { readonly across: number; readonly up: number }[];
}

/** One coordinate system: across logarithmic, up linear from zero. */
export interface Panel {
  /** What goes up, with its unit. */
  readonly label: string;
  /** What goes across. */
  readonly across: string;
  readonly lines: readonly Line[];
}

const WIDTH = 560;
const HEIGHT = 380;
const LEFT = 84;
const RIGHT = 44;
const TOP = 76;
const BOTTOM = 96;
/** Told apart by most kinds of colour blindness: Okabe and Ito, https://jfly.uni-koeln.de/color/. */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7"];
const DASHES = ["", "7 3", "2 3", "9 3 2 3"];

/** Panels beside each other as one SVG file that needs nothing else. */
export function drawChart(
  panels: readonly Panel[],
  { title, machine }: { readonly title: string; readonly machine: string },
): string {
  const [width, height] = [WIDTH * panels.length, HEIGHT + 40];
  const drawn = panels.map(
    (panel, at) => `<g transform="translate(${at * WIDTH},0)">${drawPanel(panel)}</g>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img"`,
    ` width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text({ x: 20, y: 26, words: title, style: 'font-size="16" font-weight="600"' }),
    text({ x: 20, y: 44, words: machine, style: 'fill="#555555"' }),
    ...drawn,
    "</svg>\n",
  ].join("\n");
}

function drawPanel({ label, across, lines }: Panel): string {
  const points = lines.flatMap(({ at }) => at);
  const scale = scaleOf(points);
  const middle = (LEFT + WIDTH - RIGHT) / 2;
  const height = (TOP + HEIGHT - BOTTOM) / 2;
  return [
    ...scale.up.ticks.map((value) => tickUp(value, scale)),
    ...scale.across.ticks.map((value) => tickAcross(value, scale)),
    text({ x: middle, y: HEIGHT - BOTTOM + 40, words: across, style: 'text-anchor="middle"' }),
    text({
      x: 18,
      y: height,
      words: label,
      style: `text-anchor="middle" transform="rotate(-90 18 ${height})"`,
    }),
    ...lines.map((line, at) => drawLine(line, at, scale)),
    ...lines.map((line, at) => legend(line, at)),
  ].join("\n");
}

interface Scale {
  readonly across: { readonly ticks: readonly number[]; readonly place: (value: number) => number };
  readonly up: { readonly ticks: readonly number[]; readonly place: (value: number) => number };
}

function scaleOf(points: Line["at"]): Scale {
  const decades = points.map((point) => Math.log10(point.across));
  const [first, last] = [Math.floor(Math.min(...decades)), Math.ceil(Math.max(...decades))];
  const wide = Math.max(1, last - first);
  const step = roundStep(Math.max(1, ...points.map((point) => point.up)) / 5);
  const most = Math.ceil(Math.max(1, ...points.map((point) => point.up)) / step) * step;
  return {
    across: {
      ticks: Array.from({ length: wide + 1 }, (_, at) => 10 ** (first + at)),
      place: (value) => LEFT + ((Math.log10(value) - first) / wide) * (WIDTH - LEFT - RIGHT),
    },
    up: {
      ticks: Array.from({ length: Math.round(most / step) + 1 }, (_, at) => at * step),
      place: (value) => HEIGHT - BOTTOM - (value / most) * (HEIGHT - BOTTOM - TOP),
    },
  };
}

/** The next of 1, 2, 5, 10, 20, ... */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((by) => by * power >= least) ?? 10);
}

function tickUp(value: number, { up }: Scale): string {
  const y = up.place(value).toFixed(1);
  return (
    `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}" stroke="#dddddd"/>` +
    text({
      x: LEFT - 8,
      y: up.place(value) + 4,
      words: value.toLocaleString("en-US"),
      style: 'text-anchor="end"',
    })
  );
}

function tickAcross(value: number, { across }: Scale): string {
  const x = across.place(value);
  const foot = HEIGHT - BOTTOM;
  return (
    `<line x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${foot}" y2="${foot + 5}" stroke="#555555"/>` +
    text({ x, y: foot + 20, words: value.toLocaleString("en-US"), style: 'text-anchor="middle"' })
  );
}

function drawLine({ at, stands }: Line, number: number, { across, up }: Scale): string {
  const places = at.map((point) => [across.place(point.across), up.place(point.up)] as const);
  const path = places.map((place) => place.map((one) => one.toFixed(1)).join(",")).join(" ");
  const colour = COLOURS[number % COLOURS.length];
  const dots = places.map(
    ([x, y]) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3" fill="${colour}"/>`,
  );
  return `<polyline points="${path}" fill="none" ${stroke(number, stands)}/>${dots.join("")}`;
}

const stroke = (number: number, stands: Line["stands"]): string =>
  `stroke="${COLOURS[number % COLOURS.length]}" stroke-width="${stands === "out" ? 3 : 1.6}" ` +
  `stroke-dasharray="${DASHES[number % DASHES.length]}"`;

function legend({ name, stands }: Line, number: number): string {
  const x = LEFT + (number % 2) * ((WIDTH - LEFT) / 2);
  const y = HEIGHT - BOTTOM + 64 + Math.floor(number / 2) * 20;
  return (
    `<line x1="${x}" x2="${x + 34}" y1="${y - 4}" y2="${y - 4}" ${stroke(number, stands)}/>` +
    text({ x: x + 42, y, words: name, style: "" })
  );
}

interface Text {
  readonly x: number;
  readonly y: number;
  readonly words: string;
  readonly style: string;
}

const text = ({ x, y, words, style }: Text): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${style}>${escaped(words)}</text>`;

const escaped = (words: string): string =>
  words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
