/** What the standing adds to the looks of all pages. No rule is by place in the page: it stands in the review as well. */
export const STANDING_STYLE = `
:root {
  --in: #2f9e5f; --rejected: #c5362c; --waiting: #d98e04; --held: #6f86b8; --undone: #8a5fb0;
  --settled: #8b96a5; --settled-2: #b3bcc8; --settled-3: #d0d6de; --old: #c3cede;
}
@media (prefers-color-scheme: dark) {
  :root {
    --in: #45b676; --rejected: #ef6b60; --waiting: #e8ad3a; --held: #7f9ad6; --undone: #b48ae0;
    --settled: #77839a; --settled-2: #5b6677; --settled-3: #47505e; --old: #4a586c;
  }
}
.state-in { fill: var(--in); } .state-rejected { fill: var(--rejected); } .state-waiting { fill: var(--waiting); }
.state-held { fill: var(--held); } .state-undone { fill: var(--undone); }
.state-withdrawn { fill: var(--settled); } .state-duplicate { fill: var(--settled-2); } .state-skipped { fill: var(--settled-3); }
.outcome-bar { width: 100%; height: 16px; border-radius: 4px; margin: .2rem 0; }
.sr-only { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.standing .headline { font-size: 1.2rem; font-weight: 600; margin: .6rem 0 .8rem; }
.standing .sentence { font-size: 1rem; }
.standing th[scope=row] { font-size: .9rem; color: var(--ink); font-weight: 400; border-bottom: 1px solid var(--line); padding: .35rem .7rem .35rem 0; }
.standing th[scope=row] .badge { margin-left: .4rem; }
.standing td { padding-top: .35rem; padding-bottom: .35rem; }
.standing .about { text-align: left; font-size: .86rem; color: var(--soft); padding: .2rem 0 .3rem; }
.standing .at-a-glance { width: 30%; min-width: 7rem; }
.standing td.open { font-weight: 600; color: var(--error); } .standing td.differs { font-weight: 600; }
.standing td.name { min-width: 6.5rem; overflow-wrap: break-word; } .standing .run { white-space: nowrap; } .standing td.path { overflow-wrap: anywhere; }
.standing .hash { font: .72rem/1.35 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; min-width: 9rem; color: var(--soft); }
.standing .codes .share { width: 18%; min-width: 4rem; } .standing .codes .share svg { width: 100%; height: 10px; margin-top: .35rem; }
.standing rect.error { fill: var(--rejected); } .standing rect.warning { fill: var(--waiting); }
.legend { list-style: none; margin: .8rem 0; padding: 0; font-size: .86rem; }
.legend li { padding: .08rem 0; }
.swatch { display: inline-block; vertical-align: -1px; margin-right: .3rem; }
.key { white-space: nowrap; margin-left: .6rem; }
.balance { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; margin: .5rem 0 .8rem; }
.balance div { min-width: 4.5rem; } .balance dt { font-size: .8rem; color: var(--soft); } .balance dd { margin: 0; font-size: 1.15rem; font-variant-numeric: tabular-nums; }
.balance .sign { color: var(--soft); }
.remarks { margin: .3rem 0; padding-left: 1.1rem; }
.entity { margin-bottom: 2.2rem; } .block, .entity figure { margin: .9rem 0; }
.months .plot { width: 100%; height: auto; max-width: 60rem; }
.month-old { fill: var(--old); } .month-new { fill: var(--accent); }
details > summary { cursor: pointer; color: var(--accent); font-size: .86rem; } details .scroll { max-width: 28rem; }
@media (max-width: 480px) {
  .standing .counts .at-a-glance { display: none; }
  .standing .headline { font-size: 1.05rem; }
  .months text { font-size: 22px; }
  .standing .wide table { min-width: 36rem; }
  .standing .totals thead th:first-child { display: none; }
  .standing .totals tr { display: grid; grid-template-columns: 1fr 1fr 1fr; border-bottom: 1px solid var(--line); padding: .25rem 0; }
  .standing .totals th[scope=row] { grid-column: 1 / -1; }
  .standing .totals th[scope=row], .standing .totals td { border: 0; padding: .05rem .2rem .05rem 0; white-space: normal; overflow-wrap: anywhere; }
  .standing .totals thead th { border: 0; text-align: right; }
}
@media print {
  :root { --in: #555; --rejected: #000; --waiting: #888; --held: #aaa; --undone: #999; --settled: #bbb; --settled-2: #ccc; --settled-3: #ddd; --old: #ccc; }
  .standing .topic { break-before: page; } .standing .entity { break-inside: auto; }
  .standing .entity h3, .standing .entity .sentence, .standing .balance { break-after: avoid; }
  .standing details { display: none; } .months .plot { max-width: 100%; }
  .standing td, .standing th[scope=row] { padding-top: .15rem; padding-bottom: .15rem; }
  .standing .code { white-space: normal; }
  .outcome-bar rect { stroke: #fff; stroke-width: .5; }
}
`;
