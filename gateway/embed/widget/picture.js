// The picture of a card: a photo that may be shown, with its credit, else a drawing.
import { address, el, plain } from "./dom.js";
import { drawing } from "./drawings.js";

const WITHHELD = new Set(["", "UNKNOWN", "PLATFORM_ONLY"]);
const SIZE = { width: 640, height: 427 };

/** A figure whose box has its place before the photo is there. */
export function picture(candidates, seed, family, { pictureOrigins, words }) {
  const drawn = drawing(family, seed);
  const frame = el("div", "image", drawn);
  const photo = candidates.find((one) => mayShow(one, pictureOrigins));
  if (photo) frame.append(...photograph(photo, frame, words));
  return frame;
}

function mayShow(photo, origins) {
  const url = address(photo?.url);
  return Boolean(url && origins.has(new URL(url).origin) && plain(photo.credit).trim() && !WITHHELD.has(plain(photo.licence)));
}

function photograph(photo, frame, words) {
  const image = document.createElement("img");
  Object.assign(image, { loading: "lazy", decoding: "async", alt: plain(photo.alt, 300), referrerPolicy: "no-referrer", ...SIZE });
  image.part = "photo";
  const credit = el("p", "credit", words.photo(plain(photo.credit, 120), plain(photo.licence, 40)));
  image.addEventListener("error", () => { image.remove(); credit.remove(); }); // the drawing is behind it
  image.src = address(photo.url);
  frame.classList.add("photographed");
  return [image, credit];
}
