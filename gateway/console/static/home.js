// Keeps the states of the sources fresh while the page is looked at; without it they are those of the first view.
const list = document.getElementById("sources");
const news = document.getElementById("news");
const WORDS = { OK: "answers", STALE: "older copy", DOWN: "does not answer", DISABLED: "switched off" };
const EVERY_MS = 15000;

function show({ name, state, since }) {
  const card = list.querySelector(`[data-source="${CSS.escape(name)}"]`);
  if (!card || card.dataset.state === state) return;
  card.dataset.state = state;
  card.querySelector(".state-word").textContent = WORDS[state] ?? state.toLowerCase();
  card.querySelector(".message")?.remove();
  if (since) showTime(card.querySelector("time"), since);
  news.textContent = `${card.querySelector("h3").textContent}: ${card.querySelector(".state-word").textContent}`;
}

function showTime(element, since) {
  const options = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" };
  const text = new Date(since).toLocaleString("en-GB", { ...options, timeZone: "UTC" });
  element.dateTime = since;
  element.textContent = `${text.replace(" at ", ", ")} UTC`;
}

async function refresh() {
  if (document.hidden) return;
  try {
    const response = await fetch(list.dataset.health, { headers: { accept: "application/json" } });
    const health = await response.json(); // 503 has a body too: it tells which source is away
    (health.sources ?? []).forEach(show);
  } catch {
    // the gateway itself is away: the states that were known last stay, with their times
  }
}

refresh();
setInterval(refresh, EVERY_MS);
document.addEventListener("visibilitychange", refresh);
