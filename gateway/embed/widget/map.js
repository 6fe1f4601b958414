// Offers on a map: signs that open a card, groups that open up, and the same offers as a list.
import { el, link, plain } from "./dom.js";
import { offerCard, target } from "./offers.js";
import { Drawn, Tiled, outlines, tilesOf } from "./map-ground.js";
import { sheet } from "./map-looks.js";
import { View, grouped, project } from "./map-view.js";
import { answerTo } from "./request.js";
import { kilometres } from "./words.js";

const STEP = 80;
const TWICE = 2;
const RULER = 90;
const KEYS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

/** A map of the offers that have a point, with all of them as a list below; null when there is none. */
export function offersMap(element, offers, options) {
  const root = element.shadowRoot;
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const named = offers.filter((offer) => plain(offer?.name?.value));
  if (!named.length) return null;
  return el("div", "mapped", new OffersMap(element, named, options).node, listing(named, options));
}

class OffersMap {
  #view = new View();
  #signs = el("div", "signs");
  #card = el("div", "chosen");
  #ruler = el("span", "ruler");
  #ground = null;

  constructor(element, offers, options) {
    Object.assign(this, { element, options });
    this.points = offers.filter(hasPoint).map((offer) => ({ offer, ...project(offer.place.point.coordinates) }));
    const { words } = options;
    this.box = el("div", "view", this.#signs);
    this.box.tabIndex = 0;
    this.box.setAttribute("role", "group");
    this.box.setAttribute("aria-label", words.map.label(this.points.length));
    this.#card.hidden = true;
    const tools = el("div", "tools",
      this.#tool("+", words.map.larger, () => this.#view.enlarge(TWICE)),
      this.#tool("−", words.map.smaller, () => this.#view.enlarge(1 / TWICE)),
      this.#tool("⤢", words.map.whole, () => this.#view.fit(this.points)),
    );
    this.node = el("div", "chart", this.box, tools, this.#ruler, this.#card);
    this.#lay(tilesOf(element));
    this.#listen();
  }

  async #lay(tiles) {
    if (tiles) this.node.append(el("span", "tiles-credit", tiles.credit));
    this.#ground = tiles ? new Tiled(tiles.pattern) : new Drawn(await outlines());
    this.box.prepend(this.#ground.node);
    this.#draw();
  }

  #listen() {
    let fitted = false;
    new ResizeObserver(([entry]) => {
      this.#view.width = entry.contentRect.width;
      this.#view.height = entry.contentRect.height;
      if (!fitted && this.points.length) this.#view.fit(this.points);
      fitted = true;
      this.#draw();
    }).observe(this.box);
    this.box.addEventListener("keydown", (event) => this.#key(event));
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && !this.#card.hidden && this.#close());
    this.box.addEventListener("pointerdown", (event) => this.#drag(event));
    this.box.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return; // without it the page scrolls, as everywhere
      event.preventDefault();
      this.#view.enlarge(event.deltaY < 0 ? 1.25 : 0.8, { left: event.offsetX, top: event.offsetY });
      this.#draw();
    }, { passive: false });
  }

  #key(event) {
    if (event.target !== this.box || event.altKey || event.ctrlKey || event.metaKey) return;
    if (KEYS[event.key]) this.#view.move(...KEYS[event.key]);
    else if (event.key === "+") this.#view.enlarge(TWICE);
    else if (event.key === "-") this.#view.enlarge(1 / TWICE);
    else return;
    event.preventDefault();
    this.#draw();
  }

  #drag(start) {
    if (start.button !== 0 || start.target.closest("button")) return;
    let { clientX, clientY } = start;
    const move = (event) => {
      this.#view.move(clientX - event.clientX, clientY - event.clientY);
      ({ clientX, clientY } = event);
      this.#draw();
    };
    const end = () => this.box.removeEventListener("pointermove", move);
    this.box.setPointerCapture(start.pointerId);
    this.box.addEventListener("pointermove", move);
    for (const over of ["pointerup", "pointercancel"]) this.box.addEventListener(over, end, { once: true });
  }

  #tool(sign, label, act) {
    const made = button("tool", sign, label, () => { act(); this.#draw(); });
    made.title = label;
    return made;
  }

  #draw() {
    const held = this.element.shadowRoot.activeElement?.points?.[0];
    const groups = grouped(this.points, this.#view).filter((group) => this.#view.sees(group));
    this.#ground?.draw(this.#view, groups);
    this.#signs.replaceChildren(...groups.map((group) => this.#sign(group)));
    if (held) [...this.#signs.children].find((one) => one.points.includes(held))?.focus();
    const { km, pixels } = this.#view.ruler(RULER);
    this.#ruler.textContent = kilometres(km, this.options.lang);
    this.#ruler.style.width = `${pixels}px`;
  }

  #sign({ points, left, top }) {
    const many = points.length > 1;
    const { words } = this.options;
    const label = many ? words.map.group(points.length) : nameAndPlace(points[0].offer);
    const made = button(many ? "sign many" : "sign", many ? String(points.length) : "", label, () => {
      if (many && !this.#view.closest) this.#open(points);
      else this.#choose(points.map((one) => one.offer), made);
    });
    made.points = points;
    if (!many) made.dataset.family = plain(points[0].offer.families?.[0]?.key, 40);
    made.style.transform = `translate(${left.toFixed(1)}px,${top.toFixed(1)}px)`;
    return made;
  }

  #open(points) {
    const before = this.#view.scale;
    this.#view.fit(points);
    if (this.#view.scale < before * TWICE) this.#view.enlarge((before * TWICE) / this.#view.scale);
    this.#draw();
  }

  async #choose(offers, sign) {
    const { words, lang } = this.options;
    this.back = sign.points[0];
    const close = button("close", "×", words.map.close, () => this.#close());
    const place = el("div", "choice", el("p", "", words.map.loading));
    this.#card.replaceChildren(close, place);
    this.#card.hidden = false;
    close.focus();
    try {
      const found = await Promise.all(offers.map((one) => answerTo(this.element, "offer", { id: one.id, lang })));
      const cards = found.map((one) => one.data.offer && offerCard(one.data.offer, this.options)).filter(Boolean);
      const list = el("ul", "cards", ...cards);
      list.setAttribute("role", "list");
      place.replaceChildren(cards.length ? list : words.empty.offer);
    } catch {
      place.replaceChildren(words.failed);
    }
  }

  #close() {
    this.#card.hidden = true;
    [...this.#signs.children].find((one) => one.points.includes(this.back))?.focus();
  }
}

function hasPoint(offer) {
  const at = offer.place?.point?.coordinates;
  return Array.isArray(at) && at.length >= 2 && at.every(Number.isFinite);
}

function nameAndPlace(offer) {
  return [plain(offer.name.value, 120), plain(offer.place?.commune?.name, 80)].filter(Boolean).join(", ");
}

function button(name, sign, label, act) {
  const made = el("button", name, sign);
  made.type = "button";
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

/** The same for those who do not see the map, or would rather read. */
function listing(offers, options) {
  const items = offers.map((offer) => {
    const href = target(offer, options.linkTemplate);
    const name = plain(offer.name.value, 200);
    const place = plain(offer.place?.commune?.name, 80);
    return el("li", "listed", href ? link(href, name, options) : name, place && ` · ${place}`);
  });
  const list = el("ul", "list", ...items);
  list.setAttribute("role", "list");
  return el("details", "listing", el("summary", "basis", options.words.map.listed(offers.length)), list);
}
