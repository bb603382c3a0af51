/** The whole look: one column, system fonts, one accent colour, light and dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --ink: #23211d; --soft: #625d54; --line: #e2ded5; --accent: #1f6257; --field: #fff;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #1a1917; --ink: #e6e2da; --soft: #a8a297; --line: #35322d; --accent: #86c9b8; --field: #24221f; }
}
* { box-sizing: border-box; }
html { font: 1.0625rem/1.6 ui-serif, Charter, 'Bitstream Charter', Georgia, serif; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: break-word; }
main, nav, .banner { max-width: 38rem; margin: 0 auto; padding: 0 1.25rem; }
main { padding-top: 3.5rem; padding-bottom: 2rem; min-height: 70vh; }
h1 { font-size: 1.6rem; line-height: 1.3; font-weight: 600; margin: 0 0 1rem; text-wrap: balance; }
h2 { font-size: 1.15rem; line-height: 1.35; font-weight: 600; margin: 2.2rem 0 .5rem; }
p { margin: 0 0 .9rem; }
a { color: var(--accent); text-underline-offset: .18em; text-decoration-thickness: .06em; }
:focus-visible { outline: .16rem solid var(--accent); outline-offset: .16rem; border-radius: .2rem; }
.soft, small { color: var(--soft); font-size: .92rem; }
.quiet { list-style: none; padding: 0; margin: 0; }
.quiet + p { margin-top: 1rem; }
.quiet > li { padding: .7rem 0; border-top: .06rem solid var(--line); }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; }
.banner { margin-top: 1rem; padding: .5rem 1.25rem; border: .06rem dashed var(--soft); border-radius: .4rem; color: var(--soft); font-size: .92rem; }
nav { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; padding-top: 1rem; padding-bottom: 2.5rem; border-top: .06rem solid var(--line); font-size: .95rem; }
main nav { padding-left: 0; padding-right: 0; margin-top: 2.2rem; }
form.apart { margin: 0 0 .9rem; }
form:not(.inline) + p { margin-top: 1rem; }
form + details, button + details, form + form.field, form + form.row { margin-top: 1.2rem; }
summary + form, summary + .field, summary + fieldset { margin-top: .7rem; }
.quiet + form { margin-top: 1.2rem; }
nav a { padding: .3rem 0; text-decoration: none; color: var(--soft); }
nav a[aria-current] { color: var(--ink); }
nav a:hover { text-decoration: underline; }
button, .button { font: inherit; font-size: .97rem; color: var(--paper); background: var(--accent); border: .06rem solid var(--accent); border-radius: .4rem; padding: .42rem .95rem; cursor: pointer; text-decoration: none; display: inline-block; }
button.plain { color: var(--accent); background: none; border-color: var(--line); }
button.word { color: var(--accent); background: none; border: 0; padding: .25rem .1rem; text-decoration: underline; text-underline-offset: .18em; text-decoration-thickness: .06em; }
.row { display: flex; flex-wrap: wrap; gap: .6rem .9rem; align-items: center; }
form.inline { display: inline; }
label { display: block; margin: 0 0 .3rem; }
label.check { display: flex; gap: .6rem; align-items: baseline; padding: .25rem 0; }
label.check input { flex: none; width: 1.05rem; height: 1.05rem; accent-color: var(--accent); translate: 0 .12rem; }
input[type=text], input[type=search], input[type=number], input[type=time], input[type=date], input[type=url], input[type=file], textarea, select { font: inherit; width: 100%; color: var(--ink); background: var(--field); border: .06rem solid var(--soft); border-radius: .4rem; padding: .45rem .6rem; }
input[type=number] { width: 6rem; }
.row select { width: auto; }
.lines { white-space: pre-line; }
input[type=time], input[type=date] { width: auto; min-width: 6rem; }
.row + .row { margin-top: .6rem; }
fieldset { border: 0; padding: 0; margin: 0 0 1.4rem; }
legend { padding: 0; margin: 0 0 .4rem; font-weight: 600; }
.field { margin: 0 0 1.4rem; }
.field > label:not(.check) { font-weight: 600; }
.field > .soft { margin: .3rem 0 .6rem; }
.field > input[type=file], .field > input[type=search] { margin-bottom: .6rem; }
.apart { justify-content: space-between; flex-wrap: nowrap; }
.apart > :last-child { flex: none; }
.apart > :first-child { min-width: 0; overflow-wrap: anywhere; }
.end form { margin-top: 1.4rem; }
.story { padding: 1.5rem 0 1.3rem; border-top: .06rem solid var(--line); scroll-margin: 2rem; }
.story h2 { margin: 0 0 .35rem; }
.story h2 a { color: inherit; text-decoration: none; }
.story h2 a:hover { text-decoration: underline; }
.story:focus-within, .story.here { border-top-color: var(--accent); }
li.here { outline: .06rem solid var(--accent); outline-offset: .3rem; }
.story p { margin-bottom: .5rem; }
.end { margin-top: 1.6rem; padding: 2.2rem 0; border-top: .06rem solid var(--line); }
.notice { border-left: .2rem solid var(--accent); padding: .1rem 0 .1rem .9rem; margin: 0 0 1.4rem; }
input:not([type=hidden]) + button { margin-top: .6rem; }
.row + details { margin-top: 1rem; }
div.row + p { margin-top: .8rem; }
figure { margin: 0 0 1.4rem; }
.week { width: 100%; height: auto; display: block; }
.week .off { fill: var(--accent); }
.week .none { fill: var(--line); }
.week .day { fill: var(--line); opacity: .35; }
.week .touch { fill: var(--paper); }
.week line { stroke: var(--line); stroke-width: .06; }
.week text { font-size: 1.1px; fill: var(--soft); }
.week .hour { font-size: .95px; }
@media (max-width: 34rem) { .week text { font-size: 1.9px; } .week .hour { font-size: 1.7px; } }
.week .steady { fill: var(--line); }
.week .changed { fill: var(--accent); opacity: .55; }
.week .strained { fill: var(--accent); }
.week .unknown { fill: none; stroke: var(--line); stroke-width: .12; }
.week .rest { fill: var(--soft); opacity: .45; }
.week .work { fill: var(--soft); }
.key::before { content: ''; display: inline-block; width: .7rem; height: .7rem; border-radius: .15rem; margin-right: .35rem; border: .06rem solid var(--line); }
.key { white-space: nowrap; margin-right: .6rem; }
.key.steady::before { background: var(--line); }
.key.changed::before { background: color-mix(in srgb, var(--accent) 55%, var(--paper)); }
.key.strained::before { background: var(--accent); }
.key.rest::before { background: color-mix(in srgb, var(--soft) 45%, var(--paper)); }
.signs p { margin: .9rem 0 .2rem; }
.sign { width: 100%; height: 3.4rem; display: block; }
.sign polyline { fill: none; stroke: var(--accent); stroke-width: .12rem; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.sign .mark { fill: var(--soft); opacity: .55; }
.sign .since { fill: var(--accent); opacity: .12; }
.sign line { stroke: var(--line); stroke-width: .06rem; vector-effect: non-scaling-stroke; }
.gauge { width: 100%; height: .8rem; display: block; margin: .4rem 0; }
.gauge .way { fill: var(--line); }
.gauge .come { fill: var(--accent); }
.gauge .level { fill: var(--ink); }
.then-now { width: 100%; height: 1.1rem; display: block; }
.then-now .way { fill: var(--line); }
.then-now .sure { fill: var(--accent); opacity: .25; }
.then-now .then { fill: var(--soft); }
.then-now .now { fill: var(--accent); }
.wide { overflow-x: auto; position: relative; }
.wide table { font-variant-numeric: tabular-nums; }
td:first-child { white-space: nowrap; }
tr.line td { white-space: normal; border-top: 0; padding-top: 0; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
button.plain[aria-pressed=true] { border-color: var(--accent); background: color-mix(in srgb, var(--accent) 12%, var(--paper)); }
.scale { gap: .2rem .55rem; }
.scale label { margin: 0; white-space: nowrap; }
.marks { margin: 0 0 1.1rem; }
.marks legend { font-weight: 600; }
.cells { display: grid; grid-template-columns: repeat(12, 1fr); border: .06rem solid var(--line); border-radius: .4rem; overflow: hidden; }
.cells label { margin: 0; position: relative; }
.cells input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.cells span { display: block; text-align: center; padding: .32rem 0; border-left: .06rem solid var(--line); font-variant-numeric: tabular-nums; }
.cells label:first-child span { border-left: 0; color: var(--soft); }
.cells input:checked + span { background: var(--accent); color: var(--paper); }
.cells label:first-child input:checked + span { background: var(--line); color: var(--ink); }
.cells input:focus-visible + span { outline: .16rem solid var(--accent); outline-offset: -.2rem; }
.cells input:checked:focus-visible + span { outline-color: var(--paper); }
.marks.here .cells { border-color: var(--accent); }
.ends { display: flex; justify-content: space-between; gap: 1rem; margin: .15rem 0 0; }
pre { font: .9rem/1.5 ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; padding: .6rem .8rem; border: .06rem solid var(--line); border-radius: .4rem; }
.floor svg { width: 100%; height: .7rem; display: block; margin-bottom: .4rem; }
.floor .sure { fill: var(--accent); }
.floor .unknown { fill: var(--line); }
details { margin: 0 0 1rem; }
summary { cursor: pointer; color: var(--accent); }
progress { width: 100%; height: .5rem; accent-color: var(--accent); }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
td, th { text-align: left; padding: .35rem .8rem .35rem 0; border-top: .06rem solid var(--line); vertical-align: top; }
code.code { display: block; font-size: 1.4rem; letter-spacing: .08em; padding: .4rem 0; }
code { font: .9em ui-monospace, Menlo, Consolas, monospace; }
dialog { max-width: 26rem; border: .06rem solid var(--line); border-radius: .6rem; background: var(--paper); color: var(--ink); }
.words { font-size: 1.25rem; line-height: 1.5; letter-spacing: .01em; padding: .7rem .9rem; border: .06rem solid var(--line); border-radius: .4rem; }
.told { padding: .2rem 0 .6rem; }
.told h2 { margin-top: 1.4rem; }
.told > p { margin-bottom: .35rem; white-space: pre-line; }
.after { margin: -.5rem 0 .6rem; }
.wish { margin: 1.8rem 0 1.2rem; }
img.code { display: block; width: 15rem; max-width: 100%; image-rendering: pixelated; background: #fff; border-radius: .4rem; }
.wish details, .notice .row { margin: 0; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media (max-width: 30rem) { .apart { flex-wrap: wrap; } main { padding-top: 2rem; } h1 { font-size: 1.4rem; } }
`
