/** The style sheet of every page: tokens, the page's skeleton, then each component. No framework, no script. */
export const lookCss = `/* Tokens first, then the page's skeleton, then each component. No framework, no script needed. */
:root {
  --ink: #1c2024; --ink-soft: #565d66; --line: #d9d6cf; --paper: #fcfbf8; --sheet: #fff; --wash: #f3f1ea;
  --jade: #0a6650; --jade-deep: #074a3a; --jade-wash: #e6f1ed; --on-jade: #fff;
  --lacquer: #9c1c1f; --lacquer-wash: #fbeceb; --amber: #7a4b00; --amber-wash: #fdf3dc;
  --focus: #ffbf47; --radius: 6px; --gap: 1rem; --measure: 68ch;
  font: 1.0625rem/1.55 "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", sans-serif;
  color-scheme: light dark; accent-color: var(--jade);
  color: var(--ink); background: var(--paper); font-variant-numeric: tabular-nums;
}
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #eceae4; --ink-soft: #a9aeb5; --line: #3b4046; --paper: #16181b; --sheet: #1e2125; --wash: #25292e;
    --jade: #5cc3a4; --jade-deep: #8ad8c0; --jade-wash: #14332b; --on-jade: #06251d; --lacquer: #ff9a94; --lacquer-wash: #3b1b1b; --amber: #f2c46d; --amber-wash: #38290f; }
}
*, *::before, *::after { box-sizing: border-box }
body { margin: 0 } html:has(.balance) { scroll-padding-bottom: 7rem }
h1, h2, h3 { line-height: 1.3; margin: 1.6em 0 .4em; font-weight: 650; text-wrap: balance }
h1 { font-size: 1.75rem; margin-top: .6em } h2 { font-size: 1.25rem } h3 { font-size: 1.0625rem }
p { margin: .5em 0; max-width: var(--measure) }
a { color: var(--jade-deep); text-underline-offset: .18em }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; box-shadow: 0 0 0 5px var(--ink) }
.soft { color: var(--ink-soft) } .nowrap { white-space: nowrap } .end { text-align: right }
.skip { position: absolute; left: -99rem } .skip:focus { left: 1rem; top: .5rem; background: var(--sheet); padding: .5rem }

/* skeleton */
.band { border-top: 4px solid var(--lacquer); background: var(--sheet); border-bottom: 1px solid var(--line) }
.band > div { display: flex; flex-wrap: wrap; gap: .4rem 1.5rem; align-items: center; padding: .6rem var(--gap) }
.band b { letter-spacing: .02em } .band nav { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem }
.band nav a { color: inherit; text-decoration: none; padding: .5rem 0; border-bottom: 3px solid transparent }
.band nav a[aria-current] { border-color: var(--jade); font-weight: 650 }
.band .who { margin-left: auto; color: var(--ink-soft) }
.wide, .band > div { max-width: 76rem; margin: 0 auto } .wide { padding: 0 var(--gap) 4rem }
.narrow { max-width: 36rem; margin: 0 auto; padding: 0 var(--gap) 4rem }

/* what waits: a list in which each row has one next step */
.tasks { list-style: none; margin: 0; padding: 0; background: var(--sheet); border: 1px solid var(--line); border-radius: var(--radius) }
.tasks > li { display: grid; grid-template-columns: minmax(0, 1fr) 12rem 9rem; gap: .2rem 1.25rem; align-items: center; padding: .8rem 1rem; border-top: 1px solid var(--line) }
.tasks > li:first-child { border-top: 0 }
.tasks .button { justify-self: end }
.tasks strong a { text-decoration: none; display: inline-block; padding: .25rem 0 } .tasks small { display: block; color: var(--ink-soft) }
.due { white-space: nowrap } .due b { display: block }
.due.late b, .due.late { color: var(--lacquer) } .due.soon b, .due.today b, .due.soon, .due.today { color: var(--amber) }
.tasks .due { color: inherit } .tracker .due { white-space: normal }

/* tracker: where it is, who has it, since when, until when */
.tracker { list-style: none; display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; margin: 1rem 0; padding: 0 }
.tracker li { position: relative; padding: 1.5rem .75rem 0 0; border-top: 3px solid var(--line); color: var(--ink-soft); font-size: .95rem }
.tracker li::before { content: ""; position: absolute; top: -9px; left: 0; width: 15px; height: 15px; border-radius: 50%; background: var(--paper); border: 3px solid var(--line) }
.tracker .done { border-color: var(--jade) } .tracker .done::before { background: var(--jade); border-color: var(--jade) }
.tracker .now { color: var(--ink); border-top-style: dashed; border-color: var(--jade) } .tracker .now::before { border-color: var(--jade); box-shadow: 0 0 0 4px var(--jade-wash) }
.tracker b { display: block; color: var(--ink) }

/* figures */
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: var(--radius); overflow-x: auto }
table { border-collapse: collapse; width: 100% }
caption { text-align: left; font-weight: 650; padding: .8rem 1rem }
th, td { padding: .55rem 1rem; border-top: 1px solid var(--line); text-align: left; vertical-align: top }
thead th { background: var(--wash); font-weight: 600; font-size: .95rem; border-top: 0; position: sticky; top: 0 }
.money { text-align: right; white-space: nowrap } tfoot td, tfoot th { font-weight: 700; border-top: 2px solid var(--ink) }
.cut { color: var(--lacquer) } .reason { display: block; color: var(--ink-soft); font-size: .95rem; font-weight: 400 }
tr.unit { background: var(--wash) } tr.unit > * { font-weight: 650 }
.big { font-size: 2rem; font-weight: 700; line-height: 1.3; margin: 0 } .words { font-style: italic }

/* forms */
.button { display: inline-block; border: 0; border-radius: var(--radius); padding: .7rem 1.2rem; min-height: 44px; font: inherit; font-weight: 650; background: var(--jade); color: var(--on-jade); text-decoration: none; cursor: pointer }
.button:hover { background: var(--jade-deep) } .button.plain { background: transparent; color: var(--jade-deep); box-shadow: inset 0 0 0 2px var(--jade) }
fieldset { border: 0; margin: 1.25rem 0; padding: 0; min-width: 0 } legend { font-weight: 650; padding: 0 }
.choice { display: grid; grid-template-columns: auto 1fr; gap: .2rem .75rem; padding: .8rem 1rem; margin: .5rem 0; background: var(--sheet); border: 1px solid var(--line); border-radius: var(--radius) }
.choice:has(:checked) { border-color: var(--jade); background: var(--jade-wash) }
.choice input { width: 1.4rem; height: 1.4rem; margin: .15rem 0 } .choice span { color: var(--ink-soft); grid-column: 2 }
input[type=text], input[type=date], textarea, select { font: inherit; color: inherit; background: var(--sheet); border: 2px solid var(--ink-soft); border-radius: 4px; padding: .45rem .6rem; width: 100%; min-height: 44px }
 .hint { color: var(--ink-soft); font-size: .95rem }

/* notes */
.note { border-left: 5px solid var(--jade); background: var(--jade-wash); padding: .7rem 1rem; margin: 1rem 0; border-radius: 0 var(--radius) var(--radius) 0 }
.note.warn { border-color: var(--amber); background: var(--amber-wash) } .note.error { border-color: var(--lacquer); background: var(--lacquer-wash) }
.balance { position: sticky; bottom: 0; display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: center; background: var(--sheet); border: 2px solid var(--ink); border-radius: var(--radius); padding: .8rem 1rem; margin-top: 1rem }
.balance div b { display: block; font-size: 1.2rem } .balance .button { margin-left: auto }

@media screen and (max-width: 40rem) {
  .tasks > li { grid-template-columns: 1fr } .tasks .button { justify-self: start } .tracker { grid-auto-flow: row } .tracker li { border-top: 0; border-left: 3px solid var(--line); padding: 0 0 1rem 1.2rem }
  .tracker li::before { top: 3px; left: -9px } .tracker .now { border-left-style: dashed }
  .cards thead { position: absolute; left: -99rem } .cards tr, .cards td, .cards th { display: block } .cards tr { border-top: 1px solid var(--line); padding: .5rem 0 }
  .cards td, .cards th { border: 0; padding: .15rem 1rem } .cards td[data-of]::before { content: attr(data-of); float: left; color: var(--ink-soft) } .cards td.money { overflow-wrap: anywhere }
}
@media print { .band nav, .button, .balance .button, .skip { display: none } :root { --paper: #fff; font-size: 11pt } thead { display: table-header-group } tr { break-inside: avoid } }

/* pieces of this portal */
.inline { display: inline } .link { border: 0; background: none; font: inherit; color: var(--jade-deep); text-decoration: underline; text-underline-offset: .18em; cursor: pointer; padding: .6rem .3rem; min-height: 44px }
.band .who { display: flex; flex-wrap: wrap; align-items: center; gap: 0 .5rem } .band nav a { min-height: 44px; display: inline-flex; align-items: center }
main:focus { outline: none } .padded { padding: 1rem } .sheet + .sheet { margin-top: 1rem }
.tracker span { display: block } .tracker .due { font-weight: 600 }
.links a, p > a.button + a { margin-right: 1rem } .links a { display: inline-block; padding: .4rem 0 } .round { border-top: 1px solid var(--line); margin-top: 1rem }
.tag { display: inline-block; font-size: .9rem; padding: 0 .45rem; border-radius: 4px; background: var(--wash); color: var(--ink-soft); font-weight: 500 } .figures tbody th { min-width: 13rem } tr.unit .tag { background: var(--sheet) } tr.unit .tag.late, .tag.late { background: var(--lacquer-wash); color: var(--lacquer) }
.block { display: block } .history { padding-left: 1.2rem; color: var(--ink-soft) } .history li { margin: .3rem 0 } .packages { padding-left: 1.2rem }
.sums { margin: .8rem 0 0 } .sums > div { display: flex; flex-wrap: wrap; gap: .2rem 1.5rem; justify-content: space-between; border-top: 1px solid var(--line); padding: .35rem 0 } .sums dt { color: var(--ink-soft) } .sums dd { margin: 0; font-weight: 600; overflow-wrap: anywhere } .sums dd.money { white-space: nowrap }
table.mail th { white-space: nowrap; width: 1% } table.mail td { overflow-wrap: anywhere } details.plan > summary h2 { display: inline } .filter { align-items: end } .filter label { flex: 1 1 16rem; max-width: 28rem } pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit } code { overflow-wrap: anywhere; font-size: .9em } summary { cursor: pointer; padding: .6rem 0; min-height: 44px; color: var(--jade-deep) }
.field { margin: .8rem 0 } .field > label, .field > .label { display: block; font-weight: 600 } .field > .hint { display: block }
.field-error { display: block; color: var(--lacquer); font-weight: 600; font-size: .95rem } .field-error span { display: block } td .field-error { white-space: normal; text-align: left; max-width: 22rem } [aria-invalid] { border-color: var(--lacquer) !important }
.note h2 { margin-top: 0 } .note p { max-width: none } .note ul { margin: .4rem 0; padding-left: 1.2rem } .note.error a { color: inherit }
.check { display: flex; gap: .6rem; align-items: center; min-height: 44px } .check input { width: 1.4rem; height: 1.4rem; flex: none }
.option .more { margin: 0 0 1rem 1rem; padding-left: 1rem; border-left: 3px solid var(--line) } .option .choice { cursor: pointer }
.option:not(:has(.choice :checked)) .more { display: none }
.buttons { display: flex; flex-wrap: wrap; gap: .8rem } .pager { display: flex; gap: 1rem; padding: .8rem 0 } .aside { margin: 1.5rem 0; padding: 0 1rem; background: var(--sheet); border: 1px solid var(--line); border-radius: var(--radius) } .aside[open] { padding-bottom: 1rem }
.default { position: absolute; left: -99rem; width: 1px; height: 1px; overflow: hidden; border: 0; padding: 0 }
.balance .button { margin-left: 0 } .balance div:last-of-type { margin-right: auto }
input.figure { text-align: right; min-width: 6rem } .entry input.figure { min-width: 10.5rem } .entry input.wide-text { min-width: 13rem }
/* beside other things a tracker stands upright, a row a stage: who on the left, since and until when on the right */
@media screen and (min-width: 40.01rem) {
  .medium .tracker, .narrow .tracker { grid-auto-flow: row; padding-left: 7px } .medium .tracker li, .narrow .tracker li { display: grid; grid-template-columns: 11rem minmax(0, 1fr); gap: 0 1.25rem; border-top: 0; border-left: 3px solid var(--line); padding: 0 0 .9rem 1.3rem }
  .medium .tracker li::before, .narrow .tracker li::before { top: 3px; left: -9px } .medium .tracker .done, .narrow .tracker .done { border-left-color: var(--jade) } .medium .tracker .now, .narrow .tracker .now { border-left: 3px dashed var(--jade) } .medium .tracker li:last-child, .narrow .tracker li:last-child { border-left-color: transparent; padding-bottom: 0 }
}
.letter { border: 1px solid var(--line); border-radius: var(--radius); background: #fff; color-scheme: light }
/* one line of an estimate: a block of labelled fields, on a grid where there is room */
.line { background: var(--sheet); border: 1px solid var(--line); border-radius: var(--radius); padding: .2rem 1rem .6rem; margin: 1rem 0 } .line legend { padding: 0 .4rem }
.line-fields { display: grid; grid-template-columns: repeat(12, minmax(0, 1fr)); gap: .3rem .8rem } .line-fields .field { margin: .2rem 0; display: flex; flex-direction: column; justify-content: flex-end } .line-fields label { font-size: .95rem; font-weight: 500; color: var(--ink-soft) }
.line .activity { grid-column: span 5 } .line .content { grid-column: span 7 } .line .measure { grid-column: span 2 } .line .quantity, .line .times { grid-column: span 2 } .line .unitPrice, .line .amount { grid-column: span 3 } .line .source { grid-column: span 3 } .line .basis { grid-column: span 4 }
.line .field.note { border: 0; background: none; padding: 0; border-radius: 0 } .line .note { grid-column: span 5 }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 0 1rem; align-items: end }
.code-fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); gap: .5rem } .line summary { padding: .3rem 0 } .line .check { color: var(--ink-soft) }
tr.unit th a { color: inherit } .narrow h1 { font-size: 1.5rem } .medium { max-width: 50rem; margin: 0 auto; padding: 0 var(--gap) 4rem } .wide .sums { max-width: 36rem } input.date { max-width: 12rem } .line-fields input, .line-fields select { height: 46px } .balance { z-index: 1 } .norm { color: var(--amber) } .comment { display: block; margin: .35rem 0; padding-left: .6rem; border-left: 3px solid var(--jade); font-size: .95rem; font-weight: 400; white-space: pre-line } .comment-link { display: inline-block; padding: .35rem 0; font-size: .95rem; font-weight: 400 } tr.memo th, tr.memo td { color: var(--ink-soft); font-style: italic; font-weight: 400 } tr.removed th { text-decoration: line-through } tr.added th::before { content: "+ "; color: var(--jade-deep) }
@media screen and (max-width: 40rem) {
  .line-fields > .field { grid-column: 1 / -1 !important } .line-fields > .quantity, .line-fields > .times { grid-column: span 6 !important } .line-fields > .unitPrice, .line-fields > .amount { grid-column: 1 / -1 !important }
  .balance { position: static } .balance .button { width: 100% } .cards .cell { display: block } .cards td[data-of]:not(.money)::before { float: none; display: block } .cards td.money:has(.cell)::before { float: none; display: block; text-align: left }
  .figures tbody th { min-width: 0 } .cards td:empty { display: none } .cards tfoot tr { display: block } .cards tr.unit th { padding: .6rem 1rem } .cards tr.unit { padding: 0 0 .5rem; background: var(--wash) } .entry input.figure, .entry input.wide-text { width: 100%; min-width: 0 }
  .band .who { margin-left: 0 } .tasks .button, .buttons .button { width: 100%; text-align: center } .due { white-space: normal }
}
@media print { .link, .comment-link, .skip, details:not([open]) { display: none } .sheet { border: 0 } th, td, caption { padding: .35rem .5rem } th:last-child, td:last-child { padding-right: 0 } .balance { position: static } a { color: inherit } }
`;
