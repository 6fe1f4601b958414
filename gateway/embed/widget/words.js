// Which language the widget speaks, and its own words in it.
import { link } from "./dom.js";
import { HOME } from "./request.js";

const KNOWN = ["fr", "en", "de", "es", "it", "nl"];
const DEFAULT = "fr";

/** The attribute, else the nearest ancestor's language, else the reader's own, else French. */
export function languageOf(element) {
  const declared = element.getAttribute("lang") || element.closest("[lang]")?.lang;
  const wanted = declared ? [declared] : navigator.languages;
  const found = wanted.map((tag) => tag.toLowerCase().split("-")[0]).find((tag) => KNOWN.includes(tag));
  return found ?? DEFAULT;
}

/** The words of a known language; `module` loads a module of this release. */
export async function wordsIn(lang, module) {
  return (await module(`words/${KNOWN.includes(lang) ? lang : DEFAULT}.js`)).words;
}

/** A day in words. */
export function day(value, lang) {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return "";
  return new Intl.DateTimeFormat(lang, { dateStyle: "long", timeZone: "Europe/Paris" }).format(date);
}

/** An amount of euros. */
export function euros(value, lang) {
  const format = { style: "currency", currency: "EUR", minimumFractionDigits: Number.isInteger(value) ? 0 : 2 };
  return new Intl.NumberFormat(lang, format).format(value);
}

/** A distance in kilometres. */
export function kilometres(value, lang) {
  const format = { style: "unit", unit: "kilometer", maximumFractionDigits: value < 10 ? 1 : 0 };
  return new Intl.NumberFormat(lang, format).format(value);
}

/** A link to our page on which a problem with an object can be told. */
export function reportLink(id, { lang, words }) {
  const url = new URL("embed/report", HOME);
  url.searchParams.set("about", id);
  url.searchParams.set("lang", lang);
  return link(url.href, words.report, { newWindow: true, words });
}
