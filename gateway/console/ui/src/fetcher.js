// Sends operations to the gateway and tells whoever listens how each answer went.
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { parse } from "graphql";
import { follow } from "./events.js";

const ACCEPT = "application/graphql-response+json, application/json;q=0.9, multipart/mixed;q=0.8";
const INTROSPECTION = "IntrospectionQuery";
const listeners = new Set();
let last = null;

export function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function lastAnswer() {
  return last;
}

export function createFetcher(url) {
  const send = createGraphiQLFetcher({ url, fetch: measured, headers: { accept: ACCEPT } });
  return (params, options) => {
    const asked = withNameOfItsOwn(params);
    return isSubscription(asked) ? follow(url, asked, options?.headers) : send(withTracing(asked), options);
  };
}

/** The gateway tells what an operation made its sources do, to who asks for it. */
function withTracing(params) {
  return params.operationName === INTROSPECTION ? params : { ...params, extensions: { tracing: true } };
}

function isSubscription({ query, operationName }) {
  const meant = operationsOf(query).filter(({ name }) => !operationName || name?.value === operationName);
  return meant.length === 1 && meant[0].operation === "subscription";
}

/** For a tenth of a second after a change of tab, GraphiQL still gives the name of the operation before. */
function withNameOfItsOwn(params) {
  const names = operationNames(params.query);
  return names.length !== 1 || names[0] === params.operationName ? params : { ...params, operationName: names[0] };
}

function operationNames(query) {
  return operationsOf(query).map(({ name }) => name?.value);
}

function operationsOf(query) {
  try {
    return parse(query).definitions.filter(({ kind }) => kind === "OperationDefinition");
  } catch {
    return []; // the gateway says better than we what is wrong with it
  }
}

async function measured(url, init) {
  const started = performance.now();
  const response = await fetch(url, init);
  if (JSON.parse(init.body).operationName !== INTROSPECTION) note(response.clone(), started);
  return response;
}

async function note(response, started) {
  const text = await response.text();
  last = {
    status: response.status,
    milliseconds: Math.round(performance.now() - started),
    bytes: new Blob([text]).size,
    extensions: extensionsOf(text),
  };
  listeners.forEach((listener) => listener());
}

function extensionsOf(text) {
  try {
    return JSON.parse(text).extensions ?? {};
  } catch {
    return {}; // a multipart answer, or not JSON at all: GraphiQL itself shows what came
  }
}
