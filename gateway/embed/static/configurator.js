// Composes the element from the form, shows it live, says what is wrong, and writes the lines to copy.
import { elementLines, frameLines, oembedLines, policyLine, serverLine } from "./snippets.js";

const form = document.getElementById("choices");
const stage = document.getElementById("stage");
const lines = document.getElementById("lines");
const news = document.getElementById("news");
const wrong = document.getElementById("wrong");
const PLACES = ["near", "km", "families", "limit", "lang"];
const PARAMETERS = { offers: PLACES, map: PLACES, offer: ["slug", "lang"], stories: ["near", "limit", "posts", "lang"] };
const NAMES = { offers: "Les offres de Partir Ici", map: "Les offres de Partir Ici", offer: "Cette offre sur Partir Ici", stories: "Les récits de Partir Ici" };
const REFUSED = {
  KEY_UNKNOWN: "Cette clé n’est pas connue.",
  ORIGIN_REFUSED: "Cette clé ne vaut pas pour cette page-ci ; elle peut valoir pour la vôtre.",
  INVALID_ARGUMENT: "Un choix ne va pas : la commune n’existe pas dans la région, peut-être.",
  INVALID_VARIABLES: "Un choix ne va pas : vérifiez ce qui est écrit.",
  UNREACHABLE: "Le service ne répond pas, ou la clé ne vaut pas pour cette page.",
};
const PAUSE_MS = 350;
const DEFAULT_KM = "20";
let waiting;

function choices() {
  const given = new FormData(form);
  const kind = given.get("kind");
  if (kind === "map") given.set("limit", given.get("points"));
  const attributes = { key: given.get("key").trim() };
  for (const name of PARAMETERS[kind]) attributes[name] = given.getAll(name).join(",").trim();
  if (!attributes.near || attributes.km === DEFAULT_KM) delete attributes.km;
  const looks = { theme: given.get("theme"), accent: given.has("own-accent") ? given.get("accent") : "" };
  const link = kind === "stories" ? "" : given.get("link").trim();
  return { kind, attributes: present(attributes), looks, link, name: NAMES[kind], version: lines.querySelector("[name=version]:checked").value };
}

function present(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value));
}

function showLive({ kind, attributes, looks, link, name }) {
  const made = document.createElement(`partir-ici-${kind}`);
  const all = present({ ...attributes, link, theme: looks.theme });
  for (const [attribute, value] of Object.entries(all)) made.setAttribute(attribute, value);
  made.setAttribute("heading-level", "3");
  if (looks.accent) made.style.setProperty("--pi-color-accent", looks.accent);
  const own = document.createElement("a");
  own.href = lines.dataset.origin;
  own.append(name);
  made.append(own);
  stage.replaceChildren(made);
}

function writeLines(chosen) {
  const facts = lines.dataset;
  const texts = { element: elementLines, policy: policyLine, frame: frameLines, oembed: oembedLines, server: serverLine };
  for (const [name, write] of Object.entries(texts)) document.querySelector(`[data-snippet="${name}"]`).textContent = write(chosen, facts);
}

/** The first field that cannot be used, marked and explained; fields that are not shown do not count. */
function explain() {
  const fields = [...form.querySelectorAll("input")].filter((one) => !one.closest("[hidden]"));
  for (const one of fields) one.ariaInvalid = one.validity.valid ? null : "true";
  const first = fields.find((one) => !one.validity.valid);
  tell(first ? `${first.labels[0]?.textContent ?? ""} : ${first.dataset.wrong ?? first.validationMessage}` : "");
  return !first;
}

function tell(sentence) {
  wrong.textContent = sentence;
  wrong.hidden = !sentence;
}

function refresh() {
  const chosen = choices();
  for (const part of form.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(chosen.kind);
  if (!explain()) return;
  writeLines(chosen);
  showLive(chosen);
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, PAUSE_MS);
});
form.addEventListener("submit", (event) => event.preventDefault());
stage.addEventListener("pi-error", ({ detail }) => tell(REFUSED[detail.code] ?? `Le module n’a pas pu être affiché (${detail.code}).`));
lines.addEventListener("input", () => writeLines(choices()));
lines.addEventListener("click", async (event) => {
  const name = event.target.closest("[data-copy]")?.dataset.copy;
  if (!name) return;
  const text = document.querySelector(`[data-snippet="${name}"]`).textContent;
  const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  news.textContent = copied ? "Copié." : "La copie n’est pas permise ici : sélectionnez le texte.";
});
refresh();
