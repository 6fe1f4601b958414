// Defines the elements of Partir Ici. What they show is fetched when one of them comes near the viewport.
import { sheet } from "./styles.js";

const MODULES = new URL("./", import.meta.url); // a release puts its own fixed folder here,
let checksums = {}; // and what its list of checksums must be

const LIST = "checksums.js";
const MOST = 12;
const MOST_ON_MAP = 60;
const DEFAULT_LIMIT = { offers: 6, offer: 1, stories: 3, map: 30 };
const NEAR = "300px";

const observer = new IntersectionObserver(
  (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => entry.target.begin()),
  { rootMargin: NEAR },
);

/** The common part: a shadow root with a place to load into; the page's own link stays visible below it. */
class PartirIci extends HTMLElement {
  static observedAttributes = [
    "key", "near", "km", "families", "departments", "limit", "id", "slug", "lang", "posts",
    "link", "heading-level", "new-window", "tiles", "tiles-credit",
  ];
  #begun = false;
  #turn = 0;

  /** Which operation fills the element. */
  get kind() {
    return this.localName.slice("partir-ici-".length);
  }

  /** How many offers or stories are wanted, at least 1. */
  get limit() {
    const asked = Number.parseInt(this.getAttribute("limit"), 10) || DEFAULT_LIMIT[this.kind];
    return this.kind === "offer" ? 1 : Math.min(Math.max(asked, 1), this.kind === "map" ? MOST_ON_MAP : MOST);
  }

  connectedCallback() {
    if (!this.shadowRoot) this.#build();
    observer.observe(this);
  }

  disconnectedCallback() {
    observer.unobserve(this);
  }

  attributeChangedCallback(_, before, after) {
    if (this.#begun && before !== after) this.refresh();
  }

  /** Called once the element is near the viewport. */
  begin() {
    observer.unobserve(this);
    if (!this.#begun) this.refresh();
  }

  /** Load and show what the attributes ask for; several changes at once cost one request. */
  async refresh() {
    this.#begun = true;
    const turn = ++this.#turn;
    await null;
    if (turn !== this.#turn) return;
    const place = this.shadowRoot.querySelector(".place");
    place.setAttribute("aria-busy", "true");
    try {
      const { show } = await module("show.js");
      await show(this, place, () => turn === this.#turn, module);
    } catch (error) {
      place.replaceChildren();
      console.warn(`Partir Ici: the widget cannot be shown (${error.message}).`);
      this.dispatchEvent(new CustomEvent("pi-error", { bubbles: true, detail: { code: "SCRIPT" } }));
    }
    place.setAttribute("aria-busy", "false");
  }

  #build() {
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    const ghosts = this.kind === "map" ? node("div", "ghosts", node("div", "chart ghost"), node("div", "listing")) : node("ul", "cards ghosts", ...Array.from({ length: this.limit }, ghost));
    ghosts.setAttribute("aria-hidden", "true");
    const status = node("p", "status");
    status.setAttribute("role", "status");
    const foot = node("div", "foot", document.createElement("slot"), node("p", "origin"));
    root.append(node("div", `frame ${this.kind}`, status, node("div", "place", ghosts), foot));
  }
}

/** A module of this release. The browser checks it, and what comes along with it, against their checksums. */
async function module(name) {
  if (checksums[LIST]) {
    expect(LIST);
    ({ checksums } = await import(new URL(LIST, MODULES)));
  }
  Object.keys(checksums).filter((other) => group(other) === group(name)).forEach(expect);
  return import(new URL(name, MODULES));
}

function expect(name) {
  if (checksums[name]) document.head.append(Object.assign(node("link"), { rel: "modulepreload", href: new URL(name, MODULES), integrity: checksums[name] }));
}

function group(name) {
  return /^(words\/..|map|post)/.exec(name)?.[0];
}

function node(tag, name = "", ...children) {
  const made = document.createElement(tag);
  made.className = name;
  made.append(...children);
  return made;
}

function ghost() {
  return node("li", "card ghost", node("div", "image"), node("div", "body", node("i", "bar"), node("i", "bar"), node("i", "bar")));
}

for (const kind of Object.keys(DEFAULT_LIMIT)) {
  const name = `partir-ici-${kind}`;
  if (!customElements.get(name)) customElements.define(name, class extends PartirIci {});
}
