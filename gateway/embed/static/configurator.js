// Composes the element from the form, shows it live, and writes the lines to copy.

const form = document.getElementById("choices");
const stage = document.getElementById("stage");
const lines = document.getElementById("lines");
const news = document.getElementById("news");
const PARAMETERS = { offers: ["near", "km", "families", "limit", "lang"], offer: ["slug", "lang"], stories: ["near", "limit", "lang"] };
const NAMES = { offers: "Les offres de Partir Ici", offer: "Cette offre sur Partir Ici", stories: "Les récits de Partir Ici" };
const PAUSE_MS = 350;
const DEFAULT_KM = "20";
let waiting;

function choices() {
  const given = new FormData(form);
  const kind = given.get("kind");
  const attributes = { key: given.get("key").trim() };
  for (const name of PARAMETERS[kind]) attributes[name] = given.getAll(name).join(",").trim();
  if (!attributes.near || attributes.km === DEFAULT_KM) delete attributes.km;
  const looks = { theme: given.get("theme"), accent: given.has("own-accent") ? given.get("accent") : "" };
  return { kind, attributes: present(attributes), looks, link: kind === "stories" ? "" : given.get("link").trim() };
}

function present(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value));
}

function showLive({ kind, attributes, looks, link }) {
  const made = document.createElement(`partir-ici-${kind}`);
  const all = present({ ...attributes, link, theme: looks.theme });
  for (const [name, value] of Object.entries(all)) made.setAttribute(name, value);
  made.setAttribute("heading-level", "3");
  if (looks.accent) made.style.setProperty("--pi-color-accent", looks.accent);
  const own = document.createElement("a");
  own.href = lines.dataset.origin;
  own.append(NAMES[kind]);
  made.append(own);
  stage.replaceChildren(made);
}

function writeLines({ kind, attributes, looks, link }) {
  const { origin } = lines.dataset;
  const theme = looks.theme === "auto" ? "" : looks.theme;
  const all = Object.entries(present({ ...attributes, link, theme })).map(([name, value]) => ` ${name}="${escaped(value)}"`).join("");
  const css = looks.accent ? `\n\n/* dans votre feuille de style */\npartir-ici-${kind} { --pi-color-accent: ${looks.accent}; }` : "";
  write("element", `<link rel="stylesheet" href="${origin}/widget/1/partir-ici.css">
<script type="module" async src="${origin}/widget/1/partir-ici.js"></script>
<partir-ici-${kind}${all}>
  <a href="${origin}/">${NAMES[kind]}</a>
</partir-ici-${kind}>${css}`);
  write("policy", `script-src ${origin}; connect-src ${origin}; style-src ${origin}; img-src ${origin}; frame-src ${origin}`);
  const query = new URLSearchParams(present({ ...attributes, theme, accent: looks.accent.slice(1) }));
  write("frame", `<iframe src="${origin}/embed/${kind}?${escaped(String(query))}"
  title="${NAMES[kind]}" width="100%" height="800" loading="lazy" frameborder="0"
  sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox"></iframe>`);
}

function write(name, text) {
  document.querySelector(`[data-snippet="${name}"]`).textContent = text;
}

function escaped(value) {
  return value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

function refresh() {
  const chosen = choices();
  for (const part of form.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(chosen.kind);
  writeLines(chosen);
  showLive(chosen);
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, PAUSE_MS);
});
form.addEventListener("submit", (event) => event.preventDefault());
lines.addEventListener("click", async (event) => {
  const name = event.target.closest("[data-copy]")?.dataset.copy;
  if (!name) return;
  const text = document.querySelector(`[data-snippet="${name}"]`).textContent;
  const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  news.textContent = copied ? "Copié." : "La copie n’est pas permise ici : sélectionnez le texte.";
});
refresh();
