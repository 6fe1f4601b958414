// The picture of a card: a photo that may be shown, with its credit, else a drawing.
import { address, el, plain } from "./dom.js";
import { drawing } from "./drawings.js";
import { HOME } from "./request.js";

const WITHHELD = new Set(["", "UNKNOWN", "PLATFORM_ONLY"]);
const SIZE = { width: 640, height: 427 };
const COLOUR = /^#[0-9a-f]{6}$/;
const SHOWN_AT = "(min-width: 54em) 33vw, (min-width: 34em) 50vw, 100vw";

/** A figure whose box has its place before the photo is there; `said` describes one without words of its own. */
export function picture(candidates, { seed, family, said }, { pictureOrigins, words }) {
  const drawn = drawing(family, seed);
  const frame = el("div", "image", drawn);
  const photo = candidates.find((one) => mayShow(one, pictureOrigins));
  if (photo) frame.append(...photograph(photo, plain(photo.alt, 300) || said, frame, words));
  return frame;
}

function mayShow(photo, origins) {
  const url = place(photo);
  return Boolean(url && origins.has(new URL(url).origin) && plain(photo.credit).trim() && !WITHHELD.has(plain(photo.licence)));
}

/** Our own copy in several widths where there is one, else the one address that is given. */
function place(photo) {
  return photo?.sizes?.length ? ours(photo.sizes.at(-1)) : address(photo?.url);
}

function ours(size) {
  return /^\/m\/[\w.-]+\/\d+\.webp$/.test(size?.url) ? new URL(size.url.slice(1), HOME).href : null;
}

function photograph(photo, alt, frame, words) {
  const image = document.createElement("img");
  Object.assign(image, { loading: "lazy", decoding: "async", alt, referrerPolicy: "no-referrer", ...SIZE });
  image.part = "photo";
  const credit = el("p", "credit", words.photo(plain(photo.credit, 120), plain(photo.licence, 40)));
  image.addEventListener("error", () => { image.remove(); credit.remove(); }); // the drawing is behind it
  if (photo.sizes?.length) {
    image.srcset = photo.sizes.map((one) => ours(one) && `${ours(one)} ${Number(one.width)}w`).filter(Boolean).join(", ");
    image.sizes = SHOWN_AT;
  }
  image.src = place(photo);
  if (COLOUR.test(photo.dominantColor)) frame.style.backgroundColor = photo.dominantColor;
  frame.classList.add("photographed");
  return [image, credit];
}
