// Only with the attribute `statistics`: tells the gateway that cards came into sight or were left by a link.
// No identifier, no cookie, no storage: the key of the page, the event, the offers.

const seen = new WeakMap();

/** Count the cards of an element, each once as long as the page lives. `offers` are those of the cards, in order. */
export function count(element, cards, offers) {
  if (!element.hasAttribute("statistics")) return;
  const known = seen.get(element) ?? seen.set(element, new Set()).get(element);
  const observer = new IntersectionObserver((entries) => {
    const shown = entries.filter((entry) => entry.isIntersecting);
    shown.forEach((entry) => observer.unobserve(entry.target));
    const ids = shown.map((entry) => offers[cards.indexOf(entry.target)]?.id).filter((id) => id && !known.has(id));
    ids.forEach((id) => known.add(id));
    if (ids.length) tell(element, "IMPRESSION", ids);
  }, { threshold: 0.5 });
  cards.forEach((card, place) => {
    observer.observe(card);
    card.addEventListener("click", (event) => {
      if (event.composedPath().some((one) => one.localName === "a")) tell(element, "CLICK", [offers[place].id]);
    });
  });
}

function tell(element, event, offers) {
  const body = JSON.stringify({ key: element.getAttribute("key") ?? "", event, offers });
  const how = { method: "POST", mode: "no-cors", credentials: "omit", keepalive: true, body };
  fetch(new URL("../1/seen", import.meta.url), how).catch(() => {}); // a count that is lost is no fault of the page
}
