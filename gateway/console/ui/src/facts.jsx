// Below the answer: status, time, size, what it cost, and what each source had to do for it.
import { useSyncExternalStore } from "react";
import { lastAnswer, subscribe } from "./fetcher.js";

export function Facts() {
  const answer = useSyncExternalStore(subscribe, lastAnswer);
  if (!answer) return <p className="console-facts">Run an operation to see its cost and what its sources did.</p>;
  const { cost, tracing, ...others } = answer.extensions;
  return (
    <section className="console-facts" aria-label="About this answer" tabIndex={0}>
      <dl>
        <Fact name="status" value={answer.status} />
        <Fact name="time" value={`${answer.milliseconds} ms`} />
        {tracing && <Fact name="in the gateway" value={milliseconds(tracing.milliseconds)} />}
        <Fact name="size" value={size(answer.bytes)} />
        {cost && <Cost {...cost} />}
        {flatten(others).map(([name, value]) => (
          <Fact key={name} name={name} value={value} />
        ))}
      </dl>
      {tracing && <Tracing {...tracing} />}
    </section>
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

function Cost({ requested, limit }) {
  return (
    <div>
      <dt>cost</dt>
      <dd>
        {requested} of {limit}
        <Bar share={requested / limit} />
      </dd>
    </div>
  );
}

function Tracing({ milliseconds: total, document, plan, phases, sources }) {
  const kept = { document: document === "KEPT", plan: plan === "KEPT" };
  return (
    <>
      <p>
        {phases.map(({ name, milliseconds: spent }) => `${name} ${milliseconds(spent)}`).join(" · ")}
        {kept.document && " · document kept"}
        {kept.plan && " · plan kept"}
      </p>
      {sources.length > 0 && (
        <table>
          <caption>What each source did</caption>
          <tbody>
            {sources.map((source) => (
              <SourceRow key={source.name} source={source} total={total} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function SourceRow({ source, total }) {
  const { hits, stale, misses } = source.cache;
  const asked = hits + stale + misses;
  return (
    <tr>
      <th scope="row">{source.name}</th>
      <td>
        <Bar share={source.milliseconds / total} />
        {milliseconds(source.milliseconds)}
      </td>
      <td>{source.upstreamCalls} upstream</td>
      <td>{source.databaseCalls} MongoDB</td>
      <td>{source.batches === 1 ? "1 batch" : `${source.batches} batches`}</td>
      <td>{asked > 0 && `cache ${hits} of ${asked}${stale ? `, ${stale} stale` : ""}`}</td>
    </tr>
  );
}

function Bar({ share }) {
  const width = `${Math.min(100, Math.max(2, 100 * share))}%`;
  return (
    <span className="console-bar" aria-hidden="true">
      <span style={{ width }} />
    </span>
  );
}

function milliseconds(value) {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

function size(bytes) {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}

/** `{a: {b: 3}}` becomes `[["a.b", "3"]]`; lists are shown as JSON. */
function flatten(value, path = "") {
  if (value === null || typeof value !== "object") return [[path, String(value)]];
  if (Array.isArray(value)) return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, path ? `${path}.${key}` : key));
}
