// Optional, for host pages with our iframes: gives each the height that its page tells, and nothing else.

const HERE = new URL(import.meta.url).origin;
const MOST = 20000;

addEventListener("message", ({ origin, source, data }) => {
  const height = data?.pi?.height;
  if (origin !== HERE || !Number.isFinite(height)) return;
  const frame = [...document.querySelectorAll("iframe")].find((one) => one.contentWindow === source);
  if (frame) frame.style.height = `${Math.min(Math.max(Math.ceil(height), 0), MOST)}px`;
});
