/** The page's looks: light and dark, narrow and wide, on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1c2430; --soft: #5a6675; --line: #dde3ea; --panel: #f5f7fa;
  --accent: #2461c9; --fill: #6f9be8; --track: #e6ebf2;
  --error: #b3261e; --warning: #8a5a00; --note: #5a6675; --good: #1d7a46;
  --error-bg: #fbe9e7; --warning-bg: #fff3d9; --note-bg: #eef1f5; --good-bg: #e3f4ea;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12161c; --ink: #e4e9f0; --soft: #9aa7b8; --line: #2c3542; --panel: #1a2028;
    --accent: #8ab4ff; --fill: #4f7fd6; --track: #29323f;
    --error: #ff8a80; --warning: #ffcc66; --note: #9aa7b8; --good: #6fd39b;
    --error-bg: #3a1d1b; --warning-bg: #33290f; --note-bg: #222a34; --good-bg: #15301f;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body {
  margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 74rem;
  background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin: 2.6rem 0 .8rem; padding-bottom: .3rem; border-bottom: 2px solid var(--line); }
h3 { font-size: 1.02rem; margin: 1.6rem 0 .5rem; overflow-wrap: anywhere; }
p { margin: .4rem 0; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
code, .code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: .88em; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.small { font-size: .86rem; }
.notice { padding: .6rem .9rem; border-left: 4px solid var(--good); background: var(--good-bg); border-radius: 4px; }
.notice.bare { border-color: var(--error); background: var(--error-bg); }
nav { margin: .8rem 0; font-size: .9rem; }
nav a { margin-right: 1rem; white-space: nowrap; }
.figures { display: flex; flex-wrap: wrap; gap: .7rem; margin: 1.2rem 0; padding: 0; list-style: none; }
.figures li { flex: 1 1 8rem; padding: .7rem .9rem; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; }
.figures b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: .8rem; padding: .3rem .7rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: bottom; }
td { padding: .45rem .7rem .45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.name { font-weight: 600; overflow-wrap: anywhere; min-width: 7rem; max-width: 16rem; }
.badge { display: inline-block; padding: .05rem .5rem; border-radius: 99px; font-size: .76rem; font-weight: 600; white-space: nowrap; background: var(--note-bg); color: var(--note); }
.badge.error { background: var(--error-bg); color: var(--error); }
.badge.warning { background: var(--warning-bg); color: var(--warning); }
.badge.good { background: var(--good-bg); color: var(--good); }
.smell { padding: .8rem 0 .6rem; border-bottom: 1px solid var(--line); break-inside: avoid; }
.smell p { margin: .25rem 0 .45rem; }
.smell ul { margin: 0; padding: 0; list-style: none; font-size: .9rem; }
.smell li { padding: .12rem 0; }
.values { margin: 0; padding: 0; list-style: none; font-size: .84rem; }
.values li { display: flex; gap: .5rem; justify-content: space-between; overflow-wrap: anywhere; }
.values.shapes li { justify-content: flex-start; }
.values .badge + svg, td .badge + svg { margin-top: .3rem; }
.notes { margin: .3rem 0 .8rem; padding: 0; list-style: none; font-size: .84rem; columns: 22rem; column-gap: 2rem; }
.notes li { padding: .05rem 0; overflow-wrap: anywhere; } .notes .odd { font-weight: 600; } .notes .odd .soft { font-weight: 400; }
.columns td:nth-child(4) { min-width: 12rem; } .columns td:nth-child(5) { min-width: 14rem; } .columns td:nth-child(6) { min-width: 11rem; max-width: 18rem; }
.values .count { color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); gap: 1rem 1.4rem; }
figure { margin: 0; break-inside: avoid; }
figcaption { font-size: .86rem; overflow-wrap: anywhere; margin-bottom: .2rem; }
svg { display: block; max-width: 100%; }
svg text { font: 11px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: var(--soft); }
.bar { fill: var(--fill); } .bar.null { fill: var(--warning); } .track { fill: var(--track); }
.axis { stroke: var(--line); stroke-width: 1; }
.box { fill: var(--panel); stroke: var(--line); } .box.known { stroke: var(--accent); }
svg text.label { fill: var(--ink); font-weight: 600; }
.edge { fill: none; stroke: var(--soft); stroke-width: 1.3; opacity: .75; } .edge.dangling { stroke: var(--error); stroke-width: 2; opacity: 1; }
footer { margin-top: 3rem; color: var(--soft); font-size: .85rem; }
@media print {
  :root {
    --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --panel: #fff; --accent: #000;
    --fill: #666; --track: #e5e5e5; --error: #900; --warning: #640; --note: #444; --good: #063;
    --error-bg: #fff; --warning-bg: #fff; --note-bg: #fff; --good-bg: #fff;
  }
  @page { margin: 14mm; }
  body { max-width: none; padding: 0; font-size: 10.5px; }
  nav { display: none; }
  h2, h3 { break-after: avoid; }
  tr, .figures li { break-inside: avoid; }
  .columns td:nth-child(4), .columns td:nth-child(5), .columns td:nth-child(6) { min-width: 0; }
  .scroll { overflow: visible; }
  .badge { border: 1px solid currentColor; }
  svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
