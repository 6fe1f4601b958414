// The card of a post on a social network: picture from our gateway, the network itself only after a click.
import { address, el, link, plain } from "./dom.js";
import { picture } from "./picture.js";
import { HOME } from "./request.js";
import { day, reportLink } from "./words.js";

const NETWORKS = { INSTAGRAM: "Instagram", FACEBOOK: "Facebook" };
const SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox";

/** A list item for a post of the graph; null without an author or an address to link to. */
export function postCard(post, options) {
  const { lang, words, heading } = options;
  const [author, permalink] = [plain(post.account?.name, 100), address(post.permalink)];
  if (!author || !permalink) return null;
  const network = NETWORKS[post.network] ?? plain(post.network, 40);
  const when = document.createElement("time");
  when.dateTime = plain(post.postedAt, 40);
  when.append(day(post.postedAt, lang));
  const said = el("p", "summary", plain(post.prunedCaption));
  Object.assign(said, { lang: "fr", dir: "auto" });
  const body = el("div", "body",
    el(heading, "title", author),
    el("p", "place-line", network, " · ", when),
    said,
    el("p", "commitment", link(permalink, words.view(network), { newWindow: true, words }), " · ", words.rights(author), " · ", reportLink(post.id, options)),
  );
  return el("li", "card", still(post, { author, network, permalink }, options), body);
}

function still(post, { author, network, permalink }, options) {
  const shown = (post.media ?? []).find((one) => one?.sizes?.length);
  const candidates = shown ? [{ ...shown, credit: author, licence: network }] : [];
  const frame = picture(candidates, { seed: plain(post.id, 100), family: "STORY", said: plain(post.prunedCaption, 120) || author }, options);
  if (shown?.kind === "VIDEO") frame.append(player(frame, { network, permalink }, options));
  return frame;
}

/** A button in the place of the video. The page's consent tool may hold it back until consent="granted". */
function player(frame, { network, permalink }, { element, words }) {
  const button = el("button", "play", el("span", "triangle"), el("span", "", words.play(network)));
  button.type = "button";
  const play = () => {
    frame.replaceChildren(official(permalink, network, element));
    frame.classList.add("playing");
  };
  button.addEventListener("click", () => {
    if (element.getAttribute("consent") === "granted") return play();
    const detail = { network, permalink };
    const asked = new CustomEvent("pi-consent-needed", { bubbles: true, composed: true, cancelable: true, detail });
    return element.dispatchEvent(asked) ? play() : granted(element, play);
  });
  return button;
}

function granted(element, act) {
  const watch = new MutationObserver(() => {
    if (element.getAttribute("consent") !== "granted") return;
    watch.disconnect();
    act();
  });
  watch.observe(element, { attributeFilter: ["consent"] });
}

function official(permalink, network, element) {
  const url = new URL("embed/post", HOME);
  url.searchParams.set("key", element.getAttribute("key") ?? "");
  url.searchParams.set("url", permalink);
  const frame = Object.assign(el("iframe", "official"), { sandbox: SANDBOX, title: network, src: url.href });
  return frame;
}
