// The part of the style sheet that is needed at once: places, sizes and the skeleton.

const css = `
:host{display:block;inline-size:100%;max-inline-size:100%;box-sizing:border-box;text-align:start;line-height:1.5;--i-line:#ddd6c5;--i-surface:#fffdf8;color-scheme:light}
:host([hidden]){display:none}
@media (prefers-color-scheme:dark){:host(:not([theme=light])){--i-line:#33474b;--i-surface:#152226;color-scheme:dark}}
:host([theme=dark]){--i-line:#33474b;--i-surface:#152226;color-scheme:dark}
*{box-sizing:border-box;margin:0;padding:0}
.frame{container-type:inline-size;font-family:var(--pi-font,inherit);--surface:var(--pi-color-surface,var(--i-surface))}
.status,.unseen{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.cards{display:grid;gap:var(--pi-gap,1.25em);grid-template-columns:repeat(var(--pi-columns,var(--columns,1)),minmax(0,1fr));list-style:none}
@container (min-width:34em){.cards{--columns:2}}
@container (min-width:54em){.cards{--columns:3}}
.frame.offer .cards{--columns:1}
.card{display:flex;flex-direction:column;overflow:hidden;border:1px solid var(--i-line);border-radius:var(--pi-radius,14px);background:var(--surface)}
.image{position:relative;flex:none;overflow:hidden;aspect-ratio:var(--pi-card-ratio,3/2)}
.body{display:flex;flex:1;flex-direction:column;gap:.35em;min-block-size:19.5em;padding:1em;overflow-wrap:anywhere}
.stories .body{min-block-size:21em}
@container (min-width:40em){.offer .card{flex-direction:row}.offer .image{inline-size:44%;aspect-ratio:auto}}
.chart{position:relative;block-size:var(--pi-map-height,27em)}
.chart.ghost{border-radius:var(--pi-radius,14px);background:var(--i-line)}
.ghosts .listing{block-size:2em;margin-block-start:.5em}
.foot{display:flex;flex-direction:column;justify-content:space-between;gap:.25em 1.5em;min-block-size:1.5em;margin-block-start:.75em}
.origin{min-block-size:1.5em;font-size:.85em}
@container (min-width:34em){.foot{flex-direction:row}}
.ghost .image{background:var(--i-line)}
.bar{block-size:.9em;margin-block:.3em;border-radius:4px;background:var(--i-line)}
.bar:nth-child(1){inline-size:40%}.bar:nth-child(2){inline-size:85%;block-size:1.3em}.bar:nth-child(3){inline-size:70%}
@media (prefers-reduced-motion:no-preference){.ghost>*{animation:breathe 1.6s ease-in-out infinite alternate}@keyframes breathe{to{opacity:.55}}}
`;

export const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
