// Drawings that stand where no photo may be shown: a landscape per family, a little different for each offer.

const NAMESPACE = "http://www.w3.org/2000/svg";
const WIDTH = 600;
const HEIGHT = 400;
const SCENES = {
  PLEIN_AIR: [peaks, firs],
  SAVOIR_FAIRE_PATRIMOINE: [hills, village],
  TOURISME_GOURMAND: [hills, fields],
  OENOTOURISME: [hills, vines],
  BIEN_ETRE: [peaks, lake],
  STORY: [hills, path],
};

/** An svg for a family; the same seed gives the same drawing. */
export function drawing(family, seed) {
  const random = generator(seed);
  const frame = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "xMidYMax slice", "aria-hidden": "true" };
  const svg = shape("svg", { ...frame, class: `drawing hour${between(random, 0, 2)}` });
  svg.append(
    shape("rect", { class: "sky", width: WIDTH, height: HEIGHT }),
    shape("circle", { class: "sun", cx: between(random, 90, 510), cy: between(random, 70, 150), r: between(random, 30, 46) }),
    cloud(random),
    cloud(random),
  );
  for (const layer of SCENES[family] ?? SCENES.STORY) svg.append(...layer(random));
  return svg;
}

function cloud(random) {
  const [x, y, width] = [between(random, 0, 500), between(random, 40, 150), between(random, 50, 110)];
  return shape("path", { class: "cloud", d: `M${x} ${y}h${width}M${x + width / 4} ${y - 11}h${width / 2}` });
}

function peaks(random) {
  const far = range(random, { base: 250, height: 160, step: 120 });
  const near = range(random, { base: 300, height: 90, step: 80 });
  return [ridge("far", far), shape("path", { class: "snow", d: caps(far) }), ridge("middle", near)];
}

/** The upper third of each peak, white, with a jagged lower edge. */
function caps(points) {
  return points.slice(1, -1).map(([x, y], place) => {
    const [left, right] = [points[place], points[place + 2]];
    if (y > 165 || left[1] < y || right[1] < y) return "";
    const down = ([toX, toY]) => `${(x + (toX - x) * 0.34).toFixed()} ${(y + (toY - y) * 0.34).toFixed()}`;
    const low = y + (Math.min(left[1], right[1]) - y) * 0.28;
    return `M${x} ${y}L${down(left)}L${x - 7} ${low - 8}L${x} ${low + 8}L${x + 9} ${low - 6}L${down(right)}z`;
  }).join("");
}

function hills(random) {
  return [wave(random, "far", 215, 46), wave(random, "middle", 270, 34)];
}

function firs(random) {
  const middle = between(random, 60, 540);
  const trees = Array.from({ length: 22 }, (_, place) => {
    const near = place < 14; // most stand together, some apart
    const x = near ? middle + between(random, -110, 110) : between(random, -10, 610);
    const [y, size] = [between(random, 352, 404), between(random, 36, 74)];
    return `M${x} ${y}l${size / 4} ${-size} ${size / 4} ${size}z`;
  });
  return [wave(random, "near", 345, 18), shape("path", { class: "dark", d: trees.join("") })];
}

function village(random) {
  const start = between(random, 180, 280);
  const made = [wave(random, "near", 325, 16)];
  for (let place = 0, x = start; place < 5; place += 1) {
    const [width, height] = [between(random, 30, 48), between(random, 26, 40)];
    const tall = place === 2 ? 30 : 0;
    const top = 338 - height - tall;
    made.push(
      shape("path", { class: "wall", d: `M${x} ${top}h${width}v${height + tall}h${-width}z` }),
      shape("path", { class: "roof", d: `M${x - 5} ${top}l${width / 2 + 5} ${-18 - tall} ${width / 2 + 5} ${18 + tall}z` }),
    );
    x += width + between(random, 2, 9);
  }
  return [...made, ...orchard(random)];
}

function fields(random) {
  const tilt = between(random, -40, 40);
  const strips = Array.from({ length: 9 }, (_, place) => `M${300 + (place - 4) * 26 + tilt} 312L${300 + (place - 4) * 150} 400`);
  return [wave(random, "near", 318, 10), shape("path", { class: "rows wheat", d: strips.join("") }), ...orchard(random)];
}

function orchard(random) {
  return Array.from({ length: 5 }, (_, place) =>
    shape("circle", { class: "dark", cx: 40 + place * 34 + between(random, -8, 8), cy: between(random, 304, 318), r: between(random, 13, 20) }));
}

function vines(random) {
  const tilt = between(random, -60, 60);
  const rows = Array.from({ length: 13 }, (_, place) => `M${300 + (place - 6) * 34 + tilt} 300L${300 + (place - 6) * 120} 400`);
  return [wave(random, "near", 305, 12), shape("path", { class: "rows vine", d: rows.join("") })];
}

function lake(random) {
  const glints = Array.from({ length: 9 }, () => `M${between(random, 80, 470)} ${between(random, 330, 388)}h${between(random, 24, 80)}`);
  return [shape("rect", { class: "water", y: 312, width: WIDTH, height: 88 }), shape("path", { class: "glint", d: glints.join("") })];
}

function path(random) {
  const bend = between(random, -80, 80);
  const d = `M${300 + bend} 318C${360 + bend} 340 ${220 - bend} 352 250 400h110C320 356 ${400 + bend} 344 ${312 + bend} 318z`;
  return [wave(random, "near", 316, 14), shape("path", { class: "way", d }), ...orchard(random)];
}

function range(random, { base, height, step }) {
  const points = [];
  for (let x = -40, up = true; x < WIDTH + step; x += between(random, step * 0.6, step), up = !up) {
    points.push([x, base - (up ? between(random, height * 0.5, height) : between(random, 0, height * 0.3))]);
  }
  return points;
}

function ridge(name, points) {
  return shape("path", { class: name, d: `M-60 400L${points.map((point) => point.join(" ")).join("L")}L680 400z` });
}

function wave(random, name, level, swing) {
  const height = () => level + between(random, -swing, swing);
  const d = [1, 2, 3].map((part) => `S${part * 220 - 110} ${height()} ${part * 220} ${height()}`);
  return shape("path", { class: name, d: `M-20 ${height()}${d.join("")}V400H-20z` });
}

function shape(tag, attributes) {
  const made = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function between(random, least, most) {
  return Math.round(least + random() * (most - least));
}

function generator(seed) {
  let state = 2166136261;
  for (const sign of seed) state = Math.imul(state ^ sign.codePointAt(0), 16777619);
  return () => {
    state = Math.imul(state ^ (state >>> 15), 2246822519);
    state = Math.imul(state ^ (state >>> 13), 3266489917);
    return ((state ^= state >>> 16) >>> 0) / 4294967296;
  };
}
