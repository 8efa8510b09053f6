/**
 * The looks of a mapping's sheet, made for paper: A4 upright or across, the head on each page, no line in two.
 *
 * @param sha256 of the mapping, for the foot of each page: hexadecimal
 */
export const mappingStyle = (sha256: string): string => `
:root { color-scheme: light dark; --paper: #fff; --ink: #1a1a1a; --soft: #555f6b; --line: #b6bec8; --head: #eef2f5; --out: #fbf6e9; --bad: #a3241b; --good: #1d7a46; }
@media (prefers-color-scheme: dark) { :root { --paper: #12161c; --ink: #e4e9f0; --soft: #9aa7b8; --line: #3a4553; --head: #1d2530; --out: #262114; --bad: #ff8a80; --good: #6fd39b; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 88rem; background: var(--paper); color: var(--ink); font: 14px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .8rem; overflow-wrap: break-word; }
h2 { font-size: 1.15rem; margin: 1.8rem 0 .5rem; overflow-wrap: break-word; break-after: avoid; } h2 .from { font-weight: 400; color: var(--soft); font-size: .9em; }
p { color: var(--soft); font-size: .92em; margin: .4rem 0; }
code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .9em; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid var(--line); padding: .3rem .45rem; text-align: left; vertical-align: top; overflow-wrap: break-word; word-break: normal; hyphens: manual; white-space: pre-line; }
thead th, .about th { background: var(--head); font-weight: 600; }
tr { break-inside: avoid; }
tr.out td { background: var(--out); }
.about { width: auto; max-width: 100%; } .about td { overflow-wrap: anywhere; } .about th { white-space: nowrap; font-weight: 400; color: var(--soft); }
.sheet { table-layout: fixed; }
.sheet th:nth-child(1) { width: 2.6em; } .sheet thead th:nth-child(2) { width: 19%; } .sheet thead th:nth-child(3) { width: 19%; }
.sheet thead th:nth-child(5) { width: 19%; } .sheet thead th:nth-child(6) { width: 8.5em; }
.sheet th.line { font-weight: 400; color: var(--soft); text-align: right; font-variant-numeric: tabular-nums; }
.soft, .example, .checks, .decider { color: var(--soft); font-size: .92em; }
.example { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .88em; }
.checks { margin-top: .25rem; } .decider { font-style: italic; } .decider.nobody { color: var(--bad); font-weight: 600; }
.says div { margin-bottom: .1rem; }
.box { display: block; width: 1.1em; height: 1.1em; border: 1.5px solid var(--ink); border-radius: 2px; }
.approved b { color: var(--good); } .refused .approved b, .void .approved b { color: var(--bad); }
.day { white-space: nowrap; }
.hidden { position: absolute; left: -99rem; }
.signing { break-inside: avoid; }
.sign { table-layout: fixed; } .sign td { height: 3.4rem; } .sign th[scope="row"] { font-weight: 400; vertical-align: middle; }
.sign thead th:nth-child(1) { width: 24%; } .sign thead th:nth-child(3) { width: 14%; }
.remarks { margin-top: .8rem; border: 1px solid var(--line); padding: .3rem .45rem; min-height: 7rem; }
@media screen and (max-width: 44rem) {
  body { padding: 1rem .8rem; }
  .sheet, .sheet tbody, .sheet tr, .sheet td, .sheet th.line { display: block; width: 100%; border: 0; }
  .sheet thead { position: absolute; left: -99rem; }
  .sheet tr { border: 1px solid var(--line); border-radius: 6px; margin-bottom: .6rem; padding: .3rem .2rem; }
  .sheet td { padding: .2rem .45rem; } .sheet th.line { text-align: left; padding: 0 .45rem; }
  .sheet td[data-label]::before { content: attr(data-label); display: block; color: var(--soft); font-size: .8em; }
  .about th { white-space: normal; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #333; --line: #888; --head: #eee; --out: #f6f6f6; --bad: #000; --good: #000; }
  @page { margin: 13mm 12mm 15mm; @bottom-left { content: "${sha256.slice(0, 16)}"; font: 7.5pt sans-serif; color: #555; } @bottom-right { content: counter(page) " / " counter(pages); font: 7.5pt sans-serif; color: #555; } }
  body { margin: 0; padding: 0; max-width: none; font-size: 8.2pt; line-height: 1.3; }
  h1 { font-size: 14pt; } h2 { font-size: 11pt; margin-top: 12pt; }
  thead { display: table-header-group; }
  th, td { padding: 2.5pt 4pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .sheet thead th:nth-child(6) { width: 24mm; } .sheet td.approved { height: 10mm; }
  .box { width: 3.6mm; height: 3.6mm; }
  .sign td { height: 14mm; } .remarks { min-height: 28mm; }
}
`;
