/** What the page of an assessment adds to the looks of all pages. */
export const ASSESS_STYLE = `
details.fold > summary { cursor: pointer; list-style-position: outside; padding: .15rem 0; overflow-wrap: anywhere; }
details.fold > summary:hover { color: var(--accent); }
summary:focus-visible, a:focus-visible, .scroll:focus-visible, input:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
section > details.fold { margin-top: 2rem; }
section > details > summary { border-bottom: 2px solid var(--line); margin-bottom: .8rem; padding-left: .2rem; }
section > details > summary h2 { display: inline; margin: 0; padding: 0; border: 0; }
details.fold details.fold { margin: .5rem 0 .5rem 1rem; padding-left: .2rem; }
details.fold details.fold > summary { padding: .3rem 0; }
details.fold details.fold[open] { padding-bottom: 1rem; border-bottom: 1px solid var(--line); }
summary .title { font-weight: 600; margin-right: .4rem; }
summary .badge { margin: 0 .15rem; }
.anchor { display: block; scroll-margin-top: 7rem; }
.figures li.wide { flex: 2 1 14rem; }
[hidden] { display: none !important; }
#search { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: .5rem .9rem; align-items: center; margin: 1rem 0; padding: .5rem 0; background: var(--paper); }
#search label { flex: 1 1 14rem; display: flex; gap: .5rem; align-items: center; font-size: .9rem; color: var(--soft); }
#search input { flex: 1 1 auto; min-width: 0; font: inherit; color: var(--ink); background: var(--panel); border: 1px solid var(--soft); border-radius: 6px; padding: .35rem .6rem; }
#search button { font: inherit; font-size: .86rem; color: var(--ink); background: var(--panel); border: 1px solid var(--soft); border-radius: 6px; padding: .35rem .7rem; cursor: pointer; }
#search output { font-size: .86rem; color: var(--soft); font-variant-numeric: tabular-nums; }
nav a { display: inline-block; }
.grid { stroke: var(--line); stroke-width: 1; stroke-dasharray: 2 3; }
.axis { stroke: var(--soft); }
.plots figure svg { width: 100%; height: auto; }
.graph { max-width: none; }
.edge path { fill: none; stroke: var(--soft); stroke-width: 1.3; } .edge .head { fill: var(--soft); stroke: none; }
.edge.dangling path { stroke: var(--error); stroke-width: 2; } .edge.dangling .head { fill: var(--error); }
.edge { opacity: 1; } .edge:hover path { stroke: var(--accent); stroke-width: 2.5; } .edge:hover .head { fill: var(--accent); }
.more > summary { color: var(--accent); cursor: pointer; font-size: .9rem; }
.values li > span:first-child { min-width: 0; }
td { overflow-wrap: break-word; }
@media (max-width: 40rem) {
  body { padding: 1rem .8rem 3rem; }
  .figures li { flex: 1 1 6.5rem; padding: .5rem .7rem; } .figures b { font-size: 1.2rem; }
  details.fold details.fold { margin-left: .9rem; }
  table.cards, table.cards tbody, table.cards tr, table.cards td { display: block; width: 100%; max-width: none; }
  table.cards thead { position: absolute; left: -99rem; }
  table.cards tr { padding: .6rem 0; border-bottom: 1px solid var(--line); }
  table.cards td { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: .2rem .6rem; padding: .15rem 0; border: 0; text-align: left; white-space: normal; min-width: 0; }
  table.cards td::before { content: attr(data-label); color: var(--soft); font-size: .8rem; font-weight: 400; }
  table.cards td.name { display: block; font-size: 1rem; } table.cards td.name::before { content: none; }
  table.cards td:empty, table.cards td.blank { display: none; }
  .notes { columns: auto; }
  #search { position: static; }
  section > details.fold > summary { list-style-position: inside; padding-left: 0; }
}
@media print {
  html { font-size: 10.5px; }
  details::details-content { break-before: avoid; }
  #search { display: none; }
  details.fold > summary { list-style: none; }
  details.fold details.fold { margin-left: 0; }
  section > details > summary, details.fold > summary { break-after: avoid; }
  thead { display: table-header-group; }
  table.columns td { overflow-wrap: break-word; }
  .graph { max-width: 100%; height: auto; }
}
`;
