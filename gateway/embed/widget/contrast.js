// A partner's colours count only where they can be read; otherwise the widget keeps its own.

const LEAST = 4.5;
const NAMES = ["text", "accent"];

/** Mark the element when its own text or accent colour is too close to its surface. */
export function keepContrast(element) {
  const frame = element.shadowRoot.querySelector(".frame");
  frame.classList.remove("unreadable");
  const probe = document.createElement("i");
  frame.append(probe);
  const surface = colour(probe, "surface");
  const readable = NAMES.every((name) => ratio(colour(probe, name), surface) >= LEAST);
  probe.remove();
  frame.classList.toggle("unreadable", !readable);
  if (!readable) console.warn("Partir Ici: the given colours are too close to each other and are not used.");
}

function colour(probe, name) {
  probe.style.color = `var(--${name})`;
  const parts = getComputedStyle(probe).color.match(/^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)\)$/);
  return parts ? parts.slice(1).map(Number) : null;
}

/** The contrast of WCAG; colours of other notations than rgb are not judged. */
function ratio(one, other) {
  if (!one || !other) return Infinity;
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(parts) {
  const [red, green, blue] = parts.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
