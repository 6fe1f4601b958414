// The lines a partner copies, from what was chosen and what the server tells of itself.

const MOST_ON_SERVER = 12;

/** The element with its two files, floating or of the fixed version. */
export function elementLines({ kind, attributes, looks, link, name, version }, facts) {
  const { origin } = facts;
  const theme = looks.theme === "auto" ? "" : looks.theme;
  const all = Object.entries(present({ ...attributes, link, theme })).map(([one, value]) => ` ${one}="${escaped(value)}"`).join("");
  const css = looks.accent ? `\n\n/* dans votre feuille de style */\npartir-ici-${kind} { --pi-color-accent: ${looks.accent}; }` : "";
  const fixed = version === "fixed";
  const folder = fixed ? facts.version : "1";
  const checked = (sum) => (fixed ? ` integrity="${sum}" crossorigin="anonymous"` : "");
  return `<link rel="stylesheet" href="${origin}/widget/${folder}/partir-ici.css"${checked(facts.style)}>
<script type="module" async src="${origin}/widget/${folder}/partir-ici.js"${checked(facts.script)}></script>
<partir-ici-${kind}${all}>
  <a href="${origin}/">${name}</a>
</partir-ici-${kind}>${css}`;
}

/** What a content security policy must allow, and nothing more. */
export function policyLine(_, { origin }) {
  return `script-src ${origin}; connect-src ${origin}; style-src ${origin}; img-src ${origin}; frame-src ${origin}`;
}

/** The page in a frame, with its whole height reserved. */
export function frameLines(chosen, { origin }) {
  return `<iframe src="${escaped(frameAddress(chosen, origin))}"
  title="${chosen.name}" width="100%" height="800" loading="lazy" frameborder="0"
  sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox"></iframe>`;
}

/** The address to paste, and where its oEmbed answer is. */
export function oembedLines(chosen, { origin }) {
  const address = frameAddress(chosen, origin);
  return `${address}\n${origin}/oembed?${new URLSearchParams({ url: address, format: "json" })}`;
}

/** What the partner's server asks; a map is a list there. */
export function serverLine({ kind, attributes }, { origin }) {
  const asked = { ...attributes };
  if (asked.limit > MOST_ON_SERVER) asked.limit = String(MOST_ON_SERVER);
  return `${origin}/embed/${kind === "map" ? "offers" : kind}.html?${new URLSearchParams(asked)}`;
}

function frameAddress({ kind, attributes, looks }, origin) {
  const theme = looks.theme === "auto" ? "" : looks.theme;
  return `${origin}/embed/${kind}?${new URLSearchParams(present({ ...attributes, theme, accent: looks.accent.slice(1) }))}`;
}

function present(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value));
}

function escaped(value) {
  return value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
