// Turns an answer into cards, or a failure into a sentence; the height of the place does not jump.
import { offerCard } from "./offers.js";
import { storyCard } from "./stories.js";
import { el, plain } from "./dom.js";
import { drawing } from "./drawings.js";
import { keepContrast } from "./contrast.js";
import { dress } from "./looks.js";
import { HOME, answerFor } from "./request.js";
import { count } from "./counted.js";
import { day, languageOf, wordsIn } from "./words.js";

const MANY = 6;

/** Fill `place`; `current` tells whether nothing newer was asked meanwhile, `module` loads more of this release. */
export async function show(element, place, current, module) {
  const lang = languageOf(element);
  const words = await wordsIn(lang, module);
  dress(element);
  keepContrast(element);
  try {
    const [answer, more] = await Promise.all([answerFor(element, lang), extra(element, module)]);
    if (current()) showContent(element, place, answer, { lang, words, ...more });
  } catch (error) {
    if (current()) showFailure(element, place, error, words);
  }
}

/** What only some elements need. */
async function extra(element, module) {
  if (element.kind === "map") return module("map.js");
  return element.kind === "stories" && element.getAttribute("posts") ? module("post.js") : {};
}

function showContent(element, place, answer, { lang, words, offersMap, postCard }) {
  const wanted = nodesOf(answer.data, element.kind);
  const options = {
    element,
    lang,
    words,
    heading: headingOf(element),
    linkTemplate: element.getAttribute("link"),
    newWindow: element.hasAttribute("new-window"),
    pictureOrigins: new Set([HOME.origin, ...(answer.extensions?.pictureOrigins ?? [])]),
  };
  const make = element.kind !== "stories" ? offerCard : (node, given) => (node.permalink ? postCard(node, given) : storyCard(node, given));
  const tried = offersMap ? [] : wanted.map((node) => [carefully(make, node, options), node]);
  const made = tried.filter(([card]) => card).slice(0, element.limit);
  const cards = made.map(([card]) => card);
  const shown = offersMap ? offersMap(element, wanted, options) : cards.length ? list(cards, words) : null;
  const amount = offersMap ? wanted.length : cards.length;
  const status = shown ? words.shown(amount) : words.empty[element.kind];
  settle(place, shown ?? message(status));
  say(element, status);
  if (shown) attribute(element, { lang, words }, answer);
  if (make === offerCard) count(element, cards, made.map(([, offer]) => offer));
  element.dispatchEvent(new CustomEvent("pi-ready", { bubbles: true, composed: true, detail: { count: shown ? amount : 0 } }));
}

function showFailure(element, place, error, words) {
  const code = error.code ?? "SCRIPT";
  settle(place, message(words.failed));
  say(element, words.failed);
  console.warn(`Partir Ici: ${code}: ${error.message}`);
  element.dispatchEvent(new CustomEvent("pi-error", { bubbles: true, composed: true, detail: { code } }));
}

/** What is to be shown; stories and posts take turns. */
function nodesOf(data, kind) {
  if (kind === "offer") return data.offer ? [data.offer] : [];
  if (kind !== "stories") return nodes(data.offers);
  const [stories, posts] = [nodes(data.scoutContents), nodes(data.socialPosts)];
  return Array.from({ length: Math.max(stories.length, posts.length) }, (_, rank) => [stories[rank], posts[rank]]).flat().filter(Boolean);
}

function nodes(list) {
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

/** Without markers some browsers stop calling it a list, unless it is said. A long one can be skipped. */
function list(cards, words) {
  const made = el("ul", "cards", ...cards);
  made.setAttribute("role", "list");
  if (cards.length < MANY) return made;
  const end = el("span", "end");
  end.tabIndex = -1;
  const skip = el("button", "skip", words.skip);
  skip.type = "button";
  skip.addEventListener("click", () => end.focus());
  return el("div", "long", skip, made, end);
}

/** A sentence over a landscape that fills whatever room there is. */
function message(sentence) {
  return el("div", "message", drawing("PLEIN_AIR", sentence), el("p", "sentence", sentence));
}

function say(element, sentence) {
  element.shadowRoot.querySelector(".status").textContent = sentence;
}

function attribute(element, { lang, words }, { extensions }) {
  const stale = extensions?.stale?.length ? ` · ${words.older(extensions.asOf ? day(extensions.asOf, lang) : "")}` : "";
  element.shadowRoot.querySelector(".origin").textContent = `${words.source[element.kind]}${stale}`;
}

function headingOf(element) {
  const level = plain(element.getAttribute("heading-level") ?? "", 1);
  return /^[2-6]$/.test(level) ? `h${level}` : "h3";
}
