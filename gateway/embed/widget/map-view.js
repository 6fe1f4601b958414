// Where things of a map stand on the screen: Web Mercator, how to fit, move and enlarge, what stands too close.

export const CLOSE = 34; // pixels between two signs that can still be hit apart
const LEAST_SCALE = 256 * 2 ** 5;
const MOST_SCALE = 256 * 2 ** 16;
const EDGE = 44;
const EQUATOR_KM = 40075;

/** Longitude and latitude as a place in the square of the world, both from 0 to 1. */
export function project([lon, lat]) {
  const sine = Math.sin((Math.min(Math.max(lat, -85), 85) * Math.PI) / 180);
  return { x: lon / 360 + 0.5, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) };
}

/** What part of the world is seen: its middle, and how many pixels the whole world would be wide. */
export class View {
  width = 1;
  height = 1;
  x = 0.5;
  y = 0.36;
  scale = LEAST_SCALE;

  /** Show all of these places. */
  fit(places) {
    const [xs, ys] = [places.map((one) => one.x), places.map((one) => one.y)];
    const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    this.x = (west + east) / 2;
    this.y = (north + south) / 2;
    const room = (pixels, share) => Math.max(pixels - 2 * EDGE, 1) / Math.max(share, 1e-9);
    this.#rescale(Math.min(room(this.width, east - west), room(this.height, south - north), 256 * 2 ** 12));
  }

  /** Enlarge by a factor; the place under the pixel stays there. */
  enlarge(factor, at = { left: this.width / 2, top: this.height / 2 }) {
    const before = this.#place(at);
    this.#rescale(this.scale * factor);
    const after = this.#place(at);
    this.x += before.x - after.x;
    this.y += before.y - after.y;
  }

  move(left, top) {
    this.x += left / this.scale;
    this.y = Math.min(Math.max(this.y + top / this.scale, 0), 1);
  }

  /** The pixel of a place, from the upper left. */
  pixel({ x, y }) {
    return { left: (x - this.x) * this.scale + this.width / 2, top: (y - this.y) * this.scale + this.height / 2 };
  }

  sees({ left, top }) {
    return left >= 0 && top >= 0 && left <= this.width && top <= this.height;
  }

  get closest() {
    return this.scale >= MOST_SCALE;
  }

  /** A round number of kilometres and its length in pixels, at most `most` of them. */
  ruler(most) {
    const latitude = Math.atan(Math.sinh(Math.PI * (1 - 2 * this.y)));
    const perPixel = (EQUATOR_KM * Math.cos(latitude)) / this.scale;
    const power = 10 ** Math.floor(Math.log10(most * perPixel));
    const km = [5, 2, 1].map((times) => times * power).find((one) => one <= most * perPixel) ?? power;
    return { km, pixels: km / perPixel };
  }

  #place({ left, top }) {
    return { x: this.x + (left - this.width / 2) / this.scale, y: this.y + (top - this.height / 2) / this.scale };
  }

  #rescale(scale) {
    this.scale = Math.min(Math.max(scale, LEAST_SCALE), MOST_SCALE);
  }
}

/** Points in groups that would touch each other; each with the pixel of its middle. */
export function grouped(points, view) {
  const groups = [];
  for (const point of points) {
    const at = view.pixel(point);
    const near = groups.find((one) => Math.hypot(one.left - at.left, one.top - at.top) < CLOSE);
    if (!near) {
      groups.push({ ...at, points: [point] });
      continue;
    }
    near.points.push(point);
    near.left += (at.left - near.left) / near.points.length;
    near.top += (at.top - near.top) / near.points.length;
  }
  return groups;
}
