// The card of one offer: what it is, where, what it costs, and who says that it is engaged.
import { address, el, link, plain, text } from "./dom.js";
import { picture } from "./picture.js";
import { day, euros, kilometres, reportLink } from "./words.js";

const AXES = ["environment", "localEconomy", "social"];

/** A list item for an offer of the graph; null when it has no name. */
export function offerCard(offer, options) {
  if (!plain(offer.name?.value)) return null;
  const family = plain(offer.families?.[0]?.key, 40);
  const photos = (offer.pictures?.edges ?? []).map((edge) => edge?.node);
  const body = el("div", "body",
    families(offer, options),
    title(offer, options),
    el("p", "place-line", place(offer)),
    text("p", "summary", offer.summary, options.lang),
    facts(offer, options),
    commitment(offer, options),
  );
  return el("li", "card", picture(photos, { seed: plain(offer.slug, 200), family, said: place(offer) }, options), body);
}

function families({ families: all }, { lang }) {
  const labels = (all ?? []).map((one) => text("span", "", one?.label, lang)).filter(Boolean);
  return labels.length ? el("p", "families", ...labels) : null;
}

function title(offer, options) {
  const name = text("span", "", offer.name, options.lang);
  const href = target(offer, options.linkTemplate);
  const heading = el(options.heading, "title", href ? link(href, name, options) : name);
  heading.addEventListener("click", () => {
    const detail = { id: offer.id, slug: offer.slug, href };
    heading.dispatchEvent(new CustomEvent("pi-click", { bubbles: true, composed: true, detail }));
  });
  return heading;
}

/** The partner's own page when it gave a pattern, else the provider's. */
export function target(offer, template) {
  if (template) {
    return address(template.replace(/\{(slug|id|apidaeId)\}/g, (_, name) => encodeURIComponent(plain(String(offer[name] ?? "")))));
  }
  return address(offer.contact?.website) ?? address(offer.bookingUrl);
}

function place(offer) {
  const commune = offer.place?.commune;
  return [plain(commune?.name, 80), plain(commune?.department?.name, 80)].filter(Boolean).join(" · ");
}

function facts(offer, { lang, words }) {
  const route = Number.isFinite(offer.distanceKm) ? words.route(kilometres(offer.distanceKm, lang)) : "";
  const price = offer.isFree ? words.free : Number.isFinite(offer.priceFrom) ? words.from(euros(offer.priceFrom, lang)) : "";
  const opening = text("span", "", offer.opening?.text, lang);
  const shown = [price && el("span", "price", price), route && el("span", "route", route), opening].filter(Boolean);
  return shown.length ? el("p", "facts", ...shown) : null;
}

function commitment(offer, options) {
  const { lang, words } = options;
  const said = offer.commitment;
  const basis = words.basis[said?.basis];
  if (!basis) return null; // levels without the words for who says so are not shown
  const levels = AXES.map((axis) => text("li", "", said[axis]?.wording, lang)).filter(Boolean);
  return el("details", "commitment",
    el("summary", "basis", basis),
    el("ul", "levels", ...levels),
    text("p", "statement", said.statement, lang),
    el("p", "record", record(offer, lang, words), " · ", reportLink(offer.id, options)),
  );
}

function record({ managedBy, source }, lang, words) {
  const office = plain(managedBy?.name, 120);
  const updated = source?.updatedAt ? day(source.updatedAt, lang) : "";
  return [office && words.recordBy(office), "Apidae", updated && words.updated(updated)].filter(Boolean).join(" · ");
}
