// One line below the answer: status, time, size, caching and what the gateway put into `extensions`.
import { useSyncExternalStore } from "react";
import { lastAnswer, subscribe } from "./fetcher.js";

export function Facts() {
  const answer = useSyncExternalStore(subscribe, lastAnswer);
  if (!answer) return <p className="console-facts">Run an operation to see its time, size and cost here.</p>;
  return (
    <dl className="console-facts" aria-label="About this answer">
      <Fact name="status" value={answer.status} />
      <Fact name="time" value={`${answer.milliseconds} ms`} />
      <Fact name="size" value={size(answer.bytes)} />
      {answer.caching && <Fact name="caching" value={answer.caching} />}
      {flatten(answer.extensions).map(([name, value]) => (
        <Fact key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

function Fact({ name, value }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function size(bytes) {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}

/** `{cost: {actual: 3}}` becomes `[["cost.actual", "3"]]`; lists are shown as JSON. */
function flatten(value, path = "") {
  if (value === null || typeof value !== "object") return [[path, String(value)]];
  if (Array.isArray(value)) return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, path ? `${path}.${key}` : key));
}
