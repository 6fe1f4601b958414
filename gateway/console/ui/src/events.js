// Subscriptions: the answers of an operation as server-sent events, read until GraphiQL has enough of them.
const ACCEPT = "text/event-stream";

/** An async iterable of answers; GraphiQL ends it by `return`, which must not wait for the next event. */
export function follow(url, params, headers = {}) {
  const leave = new AbortController();
  const answers = read(url, params, headers, leave.signal);
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => answers.next(),
    return() {
      leave.abort();
      return answers.return();
    },
  };
}

async function* read(url, params, headers, signal) {
  try {
    const body = JSON.stringify(params);
    const sent = { "content-type": "application/json", ...headers, accept: ACCEPT };
    const response = await fetch(url, { method: "POST", headers: sent, body, signal });
    if (!response.headers.get("content-type")?.startsWith(ACCEPT)) {
      yield await response.json();
      return;
    }
    yield* answersOf(response.body);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function* answersOf(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (text + value).split("\n\n");
    text = events.pop();
    for (const event of events) {
      const fields = Object.fromEntries(event.split("\n").map((line) => line.split(/: (.*)/s, 2)));
      if (fields.event === "complete") return;
      if (fields.event === "next") yield JSON.parse(fields.data);
    }
  }
}
