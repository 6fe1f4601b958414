// Turns an answer into cards, or a failure into a sentence; the height of the place does not jump.
import { offerCard } from "./offers.js";
import { storyCard } from "./stories.js";
import { el, plain } from "./dom.js";
import { drawing } from "./drawings.js";
import { keepContrast } from "./contrast.js";
import { dress } from "./looks.js";
import { answerFor } from "./request.js";
import { count } from "./counted.js";
import { languageOf, wordsIn } from "./words.js";

/** Fill `place`; `current` tells whether nothing newer was asked meanwhile. */
export async function show(element, place, current) {
  const lang = languageOf(element);
  const words = await wordsIn(lang);
  dress(element);
  keepContrast(element);
  try {
    const answer = await answerFor(element, lang);
    if (current()) showCards(element, place, answer, { lang, words });
  } catch (error) {
    if (current()) showFailure(element, place, error, words);
  }
}

function showCards(element, place, answer, { lang, words }) {
  const wanted = nodesOf(answer.data, element.kind);
  const options = {
    lang,
    words,
    heading: headingOf(element),
    linkTemplate: element.getAttribute("link"),
    newWindow: element.hasAttribute("new-window"),
    pictureOrigins: new Set([new URL(import.meta.url).origin, ...(answer.extensions?.pictureOrigins ?? [])]),
  };
  const make = element.kind === "stories" ? storyCard : offerCard;
  const made = wanted.map((node) => [carefully(make, node, options), node]).filter(([card]) => card).slice(0, element.limit);
  const cards = made.map(([card]) => card);
  const status = cards.length ? "" : words.empty[element.kind];
  settle(place, cards.length ? list(cards) : message(status));
  say(element, cards.length ? words.shown(cards.length) : status);
  if (cards.length) attribute(element, words, answer);
  if (make === offerCard) count(element, cards, made.map(([, offer]) => offer));
  element.dispatchEvent(new CustomEvent("pi-ready", { bubbles: true, composed: true, detail: { count: cards.length } }));
}

function showFailure(element, place, error, words) {
  const code = error.code ?? "SCRIPT";
  settle(place, message(words.failed));
  say(element, words.failed);
  console.warn(`Partir Ici: ${code}: ${error.message}`);
  element.dispatchEvent(new CustomEvent("pi-error", { bubbles: true, composed: true, detail: { code } }));
}

function nodesOf(data, kind) {
  if (kind === "offer") return data.offer ? [data.offer] : [];
  const list = kind === "stories" ? data.scoutContents : data.offers;
  return (list?.edges ?? []).map((edge) => edge?.node).filter(Boolean);
}

function carefully(make, node, options) {
  try {
    return make(node, options);
  } catch (error) {
    console.warn(`Partir Ici: one card was left out (${error.message}).`); // a failing card drops alone
    return null;
  }
}

/** Swap the content; where the page below is in sight, a shorter content keeps the height that was there. */
function settle(place, content) {
  const before = place.getBoundingClientRect();
  const inSight = before.bottom > 0 && before.bottom < window.innerHeight;
  place.style.minHeight = inSight ? `${before.height}px` : "";
  place.replaceChildren(content);
  if (inSight) addEventListener("resize", () => { place.style.minHeight = ""; }, { once: true });
}

/** Without markers some browsers stop calling it a list, unless it is said. */
function list(cards) {
  const made = el("ul", "cards", ...cards);
  made.setAttribute("role", "list");
  return made;
}

/** A sentence over a landscape that fills whatever room there is. */
function message(sentence) {
  return el("div", "message", drawing("PLEIN_AIR", sentence), el("p", "sentence", sentence));
}

function say(element, sentence) {
  element.shadowRoot.querySelector(".status").textContent = sentence;
}

function attribute(element, words, answer) {
  const stale = answer.extensions?.stale?.length ? ` · ${words.older}` : "";
  element.shadowRoot.querySelector(".origin").textContent = `${words.source[element.kind]}${stale}`;
}

function headingOf(element) {
  const level = plain(element.getAttribute("heading-level") ?? "", 1);
  return /^[2-6]$/.test(level) ? `h${level}` : "h3";
}
