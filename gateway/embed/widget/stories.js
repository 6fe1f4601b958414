// The card of something a scout published, with its disclosure, its author and its licence.
import { el, plain, text } from "./dom.js";
import { picture } from "./picture.js";
import { day, reportLink } from "./words.js";

const HERE_ONLY = "PLATFORM_ONLY";

/** A list item for a content of the graph; null when it is not to be shown on other sites. */
export function storyCard(story, options) {
  const { lang, words } = options;
  const licence = plain(story.licence, 40);
  if (!licence || licence === HERE_ONLY || !plain(story.author?.publicName)) return null;
  const name = text("span", "", story.title, lang);
  const body = el("div", "body",
    disclosure(story, words),
    name && el(options.heading, "title", name),
    byline(story, lang, words),
    text("p", "summary", story.body, lang),
    el("details", "commitment",
      el("summary", "basis", words.more),
      mentions(story, lang, words),
      el("p", "record", words.licence(licence), " · ", reportLink(story.id, options)),
    ),
  );
  return el("li", "card", picture(story.pictures ?? [], { seed: plain(story.id, 100), family: "STORY", said: plain(story.title?.value, 120) }, options), body);
}

/** A word the gateway adds later is shown as it is: an unknown disclosure must not look like none. */
function disclosure(story, words) {
  const said = plain(story.commercialDisclosure, 60);
  return said === "NONE" ? null : el("p", "disclosure", words.disclosure[said] ?? said);
}

function byline({ author, postedAt }, lang, words) {
  const community = plain(author.communities?.[0]?.name, 100);
  const when = document.createElement("time");
  when.dateTime = plain(postedAt, 40);
  when.append(day(postedAt, lang));
  return el("p", "place-line", words.by(plain(author.publicName, 100)), " · ", when, community && ` · ${community}`);
}

function mentions(story, lang, words) {
  const names = (story.mentions ?? []).map((offer) => text("li", "", offer?.name, lang)).filter(Boolean);
  return names.length ? el("div", "mentions", el("p", "", words.about), el("ul", "levels", ...names)) : null;
}
