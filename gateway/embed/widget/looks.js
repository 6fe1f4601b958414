// The rest of the style sheet, for content that has arrived: colours by day and night, type, drawings.

const night = `
--i-text:#e8eee9;--i-soft:#a9b9b5;--i-accent:#8fd6ba;
--sky:#16263a;--sun:#e9dcae;--far:#2b4459;--middle:#234048;--near:#264a37;--dark:#0d2320;--wall:#cdb07a;
--roof:#6b3d30;--wheat:#7d6c38;--vine:#5b7c46;--water:#31526b;--way:#7c7357;--dawn:#1d2a44;--dusk:#2b2a45;--snow:#8fa9bd;--map-sea:#0f1a1d;--map-land:#1d2d31;--map-border:#46605f`;

const css = `
:host{--i-text:#1c2b2b;--i-soft:#4d5c59;--i-accent:#17594a;
--sky:#dcecec;--sun:#fbd9a0;--far:#a9c4c9;--middle:#7ba397;--near:#6f9a5d;--dark:#21564a;--wall:#f5e7cd;
--roof:#b8573a;--wheat:#e2c46f;--vine:#4f7436;--water:#bfdde2;--way:#ead9b4;--dawn:#f8e6d3;--dusk:#e6e0ee;--snow:#fff;--map-sea:#e9efe9;--map-land:#fbf8ef;--map-border:#b9c4b4}
@media (prefers-color-scheme:dark){:host(:not([theme=light])){${night}}}
:host([theme=dark]){${night}}
.frame{--text:var(--pi-color-text,var(--i-text));--accent:var(--pi-color-accent,var(--i-accent));--soft:var(--pi-color-text,var(--i-soft))}
.frame.unreadable{--text:var(--i-text);--surface:var(--i-surface);--accent:var(--i-accent);--soft:var(--i-soft)}
.card,.message{color:var(--text)}
.image{background:var(--sky)}
.drawing,img{position:absolute;inset:0;inline-size:100%;block-size:100%;object-fit:cover}
.credit{position:absolute;inset:auto 0 0 auto;max-inline-size:100%;padding:.15em .6em;border-start-start-radius:6px;background:#000c;color:#fff;font-size:.75em}
.families,.place-line{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.families{color:var(--accent);font-size:.85em;font-weight:600}
:is(.families,.facts) span+span::before{content:" · "}
.title,.summary,.facts{display:-webkit-box;flex:none;overflow:hidden;-webkit-box-orient:vertical;-webkit-line-clamp:2}
.title{font-size:1.15em;line-height:1.3;font-weight:700}
.link{color:inherit;text-decoration:underline 2px var(--accent);text-underline-offset:.2em}
.link:hover{color:var(--accent)}
.place-line,.facts{color:var(--soft);font-size:.9em}
.price{color:var(--text);font-weight:600}
.summary{-webkit-line-clamp:var(--pi-lines,3);font-size:.95em;white-space:pre-line}
.frame.stories .summary{-webkit-line-clamp:var(--pi-lines,5)}
.stories .place-line{display:-webkit-box;white-space:normal;-webkit-box-orient:vertical;-webkit-line-clamp:2}
.frame .card:has(details[open]) :is(.summary,.title,.place-line,.facts){-webkit-line-clamp:none}
.card:has(details[open]) :is(.families,.place-line){white-space:normal}
.cards:has(details[open]){align-items:start}
.disclosure{align-self:start;padding:.1em .6em;border:2px solid currentColor;border-radius:4px;font-size:.85em;font-weight:700}
.commitment{margin-block-start:auto;padding-block-start:.5em;border-block-start:1px solid var(--i-line);font-size:.85em}
.basis{cursor:pointer}
.basis:hover{color:var(--accent)}
.levels{margin-block-start:.5em;padding-inline-start:1.2em}
.statement,.record,.mentions{margin-block-start:.5em}
.statement,.record{color:var(--soft)}
:is(a,summary):focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
.title:has(:focus-visible){outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
.title :focus-visible{outline:none}
.record a,.commitment a{color:inherit}
.long{position:relative}
.skip{position:absolute;inset:.5em auto auto .5em;z-index:2;padding:.5em 1em;border:2px solid var(--accent);border-radius:8px;background:var(--surface);color:var(--text);font:inherit}
.skip:not(:focus){inline-size:1px;block-size:1px;padding:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.long :nth-child(n+9)>.body{content-visibility:auto;contain-intrinsic-block-size:auto 17.5em}
.play{position:absolute;inset:0;display:grid;align-content:center;justify-items:center;gap:.5em;inline-size:100%;border:0;padding:1em;background:#0009;color:#fff;font:inherit;font-size:.9em;font-weight:600;cursor:pointer}
.play:hover{background:#000c}.play:focus-visible{outline:3px solid #fff;outline-offset:-6px}
.triangle{border:solid transparent;border-width:.9em 0 .9em 1.5em;border-inline-start-color:#fff}
.credit{z-index:1;pointer-events:none}
.image.playing{aspect-ratio:2/3}
.cards:has(.playing){align-items:start}
.official{position:absolute;inset:0;inline-size:100%;block-size:100%;border:0;background:#fff}
.place:has(.message){display:grid}
.message{position:relative;overflow:hidden;min-block-size:15em;border:1px solid var(--i-line);border-radius:var(--pi-radius,14px);background:var(--sky)}
.sentence{position:relative;padding:1em;border-block-end:1px solid var(--i-line);background:var(--surface)}
.hour1{--sky:var(--dawn)}.hour2{--sky:var(--dusk)}.snow{fill:var(--snow)}.cloud{fill:none;stroke:var(--snow);stroke-width:13;stroke-linecap:round;opacity:.5}
.sky{fill:var(--sky)}.sun{fill:var(--sun)}.far{fill:var(--far)}.middle{fill:var(--middle)}.near{fill:var(--near)}.dark{fill:var(--dark)}
.wall{fill:var(--wall)}.roof{fill:var(--roof)}.water{fill:var(--water)}.way{fill:var(--way)}
.rows{fill:none;stroke-width:7;stroke-linecap:round}.wheat{stroke:var(--wheat)}.vine{stroke:var(--vine);stroke-dasharray:14 7}
.glint{fill:none;stroke:var(--sky);stroke-width:4;stroke-linecap:round}
@media (forced-colors:active){.card,.message{border-color:CanvasText}}
`;

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/** Add the looks to an element, once. */
export function dress(element) {
  const root = element.shadowRoot;
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
