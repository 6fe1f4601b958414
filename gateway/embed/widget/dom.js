// Small helpers that make nodes. Data of others only ever becomes text, or an address that was checked.

const INVISIBLE = /[\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;

const KEPT = new Set(["credit", "disclosure", "place-line", "commitment", "basis", "levels", "statement", "record"]); // who says what is no matter of style

/** An element with a class and children; texts become text nodes, empty children are left out. */
export function el(tag, name, ...children) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (name && !KEPT.has(name)) made.part = name;
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/** Text without the characters that reorder or hide its neighbours; at most `most` characters. */
export function plain(value, most = 2000) {
  return typeof value === "string" ? value.replace(INVISIBLE, "").slice(0, most) : "";
}

/** An element with a localized text of the graph, marked when its language is not the widget's. */
export function text(tag, name, localized, lang) {
  const value = plain(localized?.value);
  if (!value) return null;
  const made = el(tag, name, value);
  if (localized.locale && localized.locale.split("-")[0] !== lang) made.lang = plain(localized.locale, 35);
  made.dir = "auto";
  return made;
}

/** The address when it is absolute, http or https and without credentials; null otherwise. */
export function address(value) {
  if (typeof value !== "string" || !/^https?:\/\//i.test(value)) return null;
  try {
    const url = new URL(value);
    return url.username || url.password ? null : url.href;
  } catch {
    return null;
  }
}

/** A link to a checked address. In a new window it says so. */
export function link(href, label, { newWindow, words }) {
  const made = el("a", "link", label);
  made.href = href;
  if (newWindow) {
    made.target = "_blank";
    made.rel = "noopener";
    made.append(el("span", "unseen", ` (${words.newWindow})`));
  }
  return made;
}
