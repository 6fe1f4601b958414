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
  const svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "xMidYMax slice", class: "drawing" });
  svg.setAttribute("aria-hidden", "true");
  svg.append(
    shape("rect", { class: "sky", width: WIDTH, height: HEIGHT }),
    shape("circle", { class: "sun", cx: between(random, 90, 510), cy: between(random, 70, 140), r: between(random, 30, 46) }),
  );
  for (const layer of SCENES[family] ?? SCENES.STORY) svg.append(...layer(random));
  return svg;
}

function peaks(random) {
  const far = range(random, { base: 250, height: 150, step: 110 });
  const near = range(random, { base: 300, height: 90, step: 80 });
  return [ridge("far", far), ridge("middle", near)];
}

function hills(random) {
  return [wave(random, "far", 215, 46), wave(random, "middle", 270, 34)];
}

function firs(random) {
  const trees = Array.from({ length: 15 }, () => {
    const [x, y, size] = [between(random, -10, 610), between(random, 350, 400), between(random, 34, 66)];
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
  return made;
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
    points.push(`${x} ${up ? base - between(random, height * 0.5, height) : base - between(random, 0, height * 0.3)}`);
  }
  return points;
}

function ridge(name, points) {
  return shape("path", { class: name, d: `M-60 400L${points.join("L")}L680 400z` });
}

function wave(random, name, level, swing) {
  const d = [0, 1, 2].map((part) => {
    const x = part * 200;
    return `C${x + 70} ${level - between(random, 0, swing)} ${x + 130} ${level + between(random, 0, swing)} ${x + 200} ${level + between(random, -swing / 2, swing / 2)}`;
  });
  return shape("path", { class: name, d: `M0 ${level}${d.join("")}V400H0z` });
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
