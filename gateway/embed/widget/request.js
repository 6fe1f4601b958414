// Asks the gateway this module came from: one request per question, however many elements ask it.

const TIMEOUT_MS = 5000;
const RETRY_MS = 300;
const PLACES = ["near", "km", "families", "departments"];
const PARAMETERS = { offers: PLACES, map: PLACES, offer: ["id", "slug"], stories: ["near", "posts"] };
const asked = new Map();

/** The gateway's own address; this module may stand under a fixed version. */
export const HOME = new URL("../../", import.meta.url);

/** An answer that is none; `code` is the gateway's, or UNREACHABLE when it could not be read. */
export class Refused extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** The answer to what an element's attributes ask for; raises `Refused`. */
export function answerFor(element, lang) {
  const given = element.kind === "offer" ? {} : { limit: element.limit };
  for (const name of PARAMETERS[element.kind]) given[name] = element.getAttribute(name) ?? "";
  return answerTo(element, element.kind, { ...given, lang });
}

/** The answer to one operation with these parameters, for an element's key; raises `Refused`. */
export function answerTo(element, operation, parameters) {
  const url = new URL("widget/1/query", HOME);
  const given = { ...parameters, operation, key: element.getAttribute("key") ?? "" };
  for (const name of Object.keys(given).sort()) {
    const value = String(given[name]).replace(/\s+/g, "");
    if (value) url.searchParams.set(name, value);
  }
  return once(url.href);
}

function once(url) {
  if (!asked.has(url)) {
    const answer = withRetry(url);
    asked.set(url, answer);
    answer.catch(() => asked.delete(url)); // a failure is not kept: the next change may ask again
  }
  return asked.get(url);
}

async function withRetry(url) {
  try {
    return await ask(url);
  } catch (error) {
    if (error.code !== "UNREACHABLE") throw error;
    await new Promise((done) => setTimeout(done, RETRY_MS * (1 + Math.random())));
    return ask(url);
  }
}

async function ask(url) {
  let response, answer;
  try {
    response = await fetch(url, { credentials: "omit", signal: AbortSignal.timeout(TIMEOUT_MS) });
    answer = await response.json();
  } catch (error) {
    const hint = "the gateway does not answer, or this site is not registered for the key";
    throw new Refused("UNREACHABLE", `${hint} (${error.name})`);
  }
  if (response.ok && answer.data) return answer;
  const first = answer.errors?.[0];
  const code = response.status >= 500 ? "UNREACHABLE" : (first?.extensions?.code ?? "UNREADABLE");
  throw new Refused(code, first?.message ?? `status ${response.status}`);
}
