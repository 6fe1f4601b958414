// The page inside an iframe: takes the looks it was given, and tells the page around it how high it is.

const widget = document.querySelector("[data-widget]");
for (const name of ["accent", "text", "surface"]) {
  const given = widget.dataset[name];
  if (given) widget.style.setProperty(`--pi-color-${name}`, `#${given}`);
}

for (const [name, unit] of [["radius", "px"], ["gap", "px"], ["columns", ""]]) {
  const given = widget.dataset[name];
  if (given) widget.style.setProperty(`--pi-${name}`, `${given}${unit}`);
}

const around = location.ancestorOrigins?.[0] ?? originOf(document.referrer);
if (around && parent !== window) {
  const tell = () => parent.postMessage({ pi: { height: document.documentElement.offsetHeight } }, around);
  new ResizeObserver(tell).observe(document.documentElement);
}

function originOf(address) {
  return URL.canParse?.(address) ? new URL(address).origin : null;
}
