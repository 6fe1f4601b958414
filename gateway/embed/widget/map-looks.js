// The style of the map, by day and night through the colours of the widget.

const css = `
.chart{border:1px solid var(--i-line);border-radius:var(--pi-radius,14px);background:var(--map-sea);color:var(--text)}
.view{position:absolute;inset:0;overflow:hidden;border-radius:inherit;cursor:grab;touch-action:pan-y;user-select:none}
.view:active{cursor:grabbing}
.view:focus-visible{outline:3px solid var(--accent);outline-offset:-3px}
.ground{position:absolute;inset:0;inline-size:100%;block-size:100%;overflow:hidden}
.department{fill:var(--map-land);stroke:var(--map-border);stroke-width:1.2;vector-effect:non-scaling-stroke;stroke-linejoin:round}
.names text{fill:var(--soft);font-size:.72em;text-anchor:middle;paint-order:stroke;stroke:var(--map-land);stroke-width:3px}
.names .name{letter-spacing:.08em;text-transform:uppercase;font-weight:600}
.dot{fill:var(--soft)}
.tile{position:absolute;inset:0 auto auto 0;max-inline-size:none}
.signs{position:absolute;inset:0}
.chart button{font:inherit;cursor:pointer}
.sign{position:absolute;inset:-13px auto auto -13px;inline-size:26px;block-size:26px;padding:0;border:3px solid var(--surface);border-radius:50%;background:var(--accent);color:var(--surface);box-shadow:0 1px 4px #0007}
.sign.many{inset:-16px auto auto -16px;inline-size:32px;block-size:32px;font-size:.85em;font-weight:700;line-height:1}
.sign:hover,.sign:focus-visible{z-index:1;background:var(--text)}
:is(.sign,.tool,.close):focus-visible{outline:3px solid var(--text);outline-offset:2px}
.tools{position:absolute;inset:.6em .6em auto auto;display:grid;gap:.35em}
.tool,.close{inline-size:2.2em;block-size:2.2em;padding:0;border:1px solid var(--i-line);border-radius:8px;background:var(--surface);color:var(--text);font-weight:700;line-height:1}
.tool:hover,.close:hover{border-color:var(--accent);color:var(--accent)}
.ruler{position:absolute;inset:auto auto .7em .7em;box-sizing:content-box;border:solid var(--text);border-width:0 2px 2px;font-size:.75em;line-height:1.3;min-block-size:1.3em;text-align:center;white-space:nowrap;pointer-events:none}
.tiles-credit{position:absolute;inset:auto 0 0 auto;padding:.1em .6em;border-start-start-radius:6px;background:var(--surface);font-size:.72em}
.chosen{position:absolute;inset:auto .6em .6em;z-index:2;display:grid;max-block-size:calc(100% - 1.2em);overflow:hidden;border-radius:var(--pi-radius,14px);box-shadow:0 2px 14px #0006;background:var(--surface)}
.chosen[hidden]{display:none}
.close{position:absolute;inset:.5em .5em auto auto;z-index:1}
.choice{min-block-size:0;overflow:auto}
.choice>p{padding:1em}
.chosen .cards{--columns:1;gap:0}
.chosen .body{min-block-size:0}
.chosen .image{display:none}
.chosen .title,.chosen .families{padding-inline-end:2.6em}
@container (min-width:40em){.chosen{inset-inline:.6em auto;inline-size:24em}.chosen .image{display:block;aspect-ratio:5/2}.chosen :is(.title,.families){padding-inline-end:0}}
.listing{margin-block-start:.5em}
.listing .basis{min-block-size:1.75em}
.list{display:grid;gap:.4em 1.5em;margin-block-start:.5em;list-style:none}
@container (min-width:40em){.list{grid-template-columns:1fr 1fr}}
.listed{overflow-wrap:anywhere}
@media (forced-colors:active){.sign{border-color:CanvasText}}
@media (prefers-reduced-motion:no-preference){.sign,.tool{transition:background .15s,color .15s}}
`;

export const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
