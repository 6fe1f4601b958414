// What lies under the signs of a map: outlines from our own gateway, or tiles of a server the partner named.
import { plain } from "./dom.js";
import { HOME } from "./request.js";
import { project } from "./map-view.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
const TILE = 256;
const MOST_TILES = 64;
const PATIENCE_MS = 15000; // it is made when it is first asked for, and the map is there without it
const [MOST_NAMES, LETTER, LINE] = [22, 7.5, 16];
const UNIT = 1e5; // a path's numbers, where the world is 1 wide
let known;

/** Outlines of departments and places of towns; none when they cannot be had. */
export function outlines() {
  known ??= fetch(new URL("widget/1/ground.json", HOME), { credentials: "omit", signal: AbortSignal.timeout(PATIENCE_MS) })
    .then((answer) => answer.json())
    .then(({ departments, towns }) => ({
      departments: departments.map(outline),
      towns: towns.map(([name, ...point]) => ({ name: plain(name, 60), ...project(point) })),
    }))
    .catch(() => {
      known = undefined;
      return { departments: [], towns: [] };
    });
  return known;
}

function outline({ name, middle, rings }) {
  const path = rings.map((ring) => `M${ring.map((point) => numbers(project(point))).join("L")}z`).join("");
  return { name: plain(name, 60), middle: project(middle), path };
}

function numbers({ x, y }) {
  return `${((x - 0.5) * UNIT).toFixed(2)} ${((y - 0.36) * UNIT).toFixed(2)}`;
}

/** A drawing that is told each time what is seen. */
export class Drawn {
  node = shape("svg", "ground");
  #land = shape("g", "land");
  #names = shape("g", "names");

  constructor({ departments, towns }) {
    Object.assign(this, { departments, towns });
    this.node.setAttribute("aria-hidden", "true");
    this.node.append(this.#land, this.#names);
    for (const one of departments) {
      const path = shape("path", "department");
      path.setAttribute("d", one.path);
      this.#land.append(path);
    }
  }

  /** `signs` are pixels that names keep away from. */
  draw(view, signs) {
    const zero = view.pixel({ x: 0.5, y: 0.36 });
    this.#land.setAttribute("transform", `translate(${zero.left} ${zero.top}) scale(${view.scale / UNIT})`);
    const taken = signs.map(({ left, top }) => ({ left: left - LINE, right: left + LINE, top: top - LINE, bottom: top + LINE }));
    const [names, most] = [[], taken.length + MOST_NAMES];
    for (const one of this.departments) names.push(...label(one.name, view.pixel(one.middle), "name", taken, view));
    for (const one of this.towns) {
      if (taken.length >= most) break;
      names.push(...label(one.name, view.pixel(one), "town", taken, view));
    }
    this.#names.replaceChildren(...names);
  }
}

/** A name and the dot of a town, where nothing else is written. */
function label(name, { left, top }, kind, taken, view) {
  const half = (name.length * LETTER) / 2;
  const box = { left: left - half, right: left + half, top: top - 1.5 * LINE, bottom: top + LINE / 4 };
  const away = (other) => box.right < other.left || other.right < box.left || box.bottom < other.top || other.bottom < box.top;
  if (box.left < 0 || box.right > view.width || box.top < 0 || box.bottom > view.height || !taken.every(away)) return [];
  taken.push(box);
  const text = shape("text", kind);
  text.setAttribute("x", left.toFixed(1));
  text.setAttribute("y", (kind === "town" ? top - LINE / 2 : top).toFixed(1));
  text.append(name);
  if (kind === "name") return [text];
  const dot = shape("circle", "dot");
  for (const [key, value] of Object.entries({ cx: left, cy: top, r: 2 })) dot.setAttribute(key, value);
  return [dot, text];
}

/** Pictures of a tile server, asked by the visitor's browser because the partner wants so. */
export class Tiled {
  node = document.createElement("div");
  #shown = new Map();

  constructor(pattern) {
    this.pattern = pattern;
    this.node.className = "ground";
    this.node.setAttribute("aria-hidden", "true");
  }

  draw(view) {
    const zoom = Math.min(Math.max(Math.round(Math.log2(view.scale / TILE)), 0), 19);
    const [count, size] = [2 ** zoom, view.scale / 2 ** zoom];
    const first = { x: Math.floor((view.x - view.width / 2 / view.scale) * count), y: Math.floor((view.y - view.height / 2 / view.scale) * count) };
    const wanted = new Map();
    for (let y = first.y; (y / count - view.y) * view.scale < view.height / 2; y += 1) {
      for (let x = first.x; (x / count - view.x) * view.scale < view.width / 2; x += 1) {
        if (y >= 0 && y < count && wanted.size < MOST_TILES) wanted.set(`${zoom}/${(x + count) % count}/${y}`, { x, y });
      }
    }
    for (const [key, image] of this.#shown) if (!wanted.has(key)) { image.remove(); this.#shown.delete(key); }
    for (const [key, { x, y }] of wanted) {
      const image = this.#shown.get(key) ?? this.#tile(key);
      const { left, top } = view.pixel({ x: x / count, y: y / count });
      Object.assign(image.style, { transform: `translate(${left}px,${top}px)`, width: `${size + 0.5}px`, height: `${size + 0.5}px` });
    }
  }

  #tile(key) {
    const [z, x, y] = key.split("/");
    const image = Object.assign(document.createElement("img"), { className: "tile", alt: "", decoding: "async", referrerPolicy: "strict-origin-when-cross-origin" });
    image.addEventListener("error", () => { image.hidden = true; });
    image.src = this.pattern.replace("{z}", z).replace("{x}", x).replace("{y}", y);
    this.#shown.set(key, image);
    this.node.append(image);
    return image;
  }
}

/** The partner's pattern when it can be used: https, with all three places, and with a credit to show. */
export function tilesOf(element) {
  const pattern = element.getAttribute("tiles") ?? "";
  const credit = plain(element.getAttribute("tiles-credit") ?? "", 200);
  if (!pattern) return null;
  const good = /^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(pattern) && ["{z}", "{x}", "{y}"].every((one) => pattern.includes(one));
  if (good && credit) return { pattern, credit };
  console.warn("Partir Ici: tiles need an https address with {z}, {x} and {y}, and tiles-credit; they are not used.");
  return null;
}

function shape(tag, name) {
  const made = document.createElementNS(NAMESPACE, tag);
  made.setAttribute("class", name);
  return made;
}
