// A typed client in one function: a short GET that caches may keep, the text only when its hash is new.
import type { TypedDocumentString } from "./generated/graphql.js";

/** An entry of `errors`. Decide on the code, never on the message. */
export interface Problem {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly retryAfter?: number };
}

/** `data` may have gaps: a source that failed leaves null, and a problem that names the path. */
export interface Answer<Data> {
  readonly data: Data;
  readonly problems: readonly Problem[];
}

/** Nothing ran: `code` says why, and `retryAfter` when to come back, in seconds. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

export interface Options {
  readonly url: string;
  readonly locale?: string;
  readonly token?: string;
}

interface Body<Data> {
  readonly data?: Data;
  readonly errors?: readonly Problem[];
}

const UNKNOWN_HASH = "PERSISTED_QUERY_NOT_FOUND";
const hashes = new Map<string, string>();

/** Ask; raises `Refused` when there is no answer at all. */
export async function ask<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  options: Options,
): Promise<Answer<Data>> {
  const text = document.toString();
  const extensions = { persistedQuery: { version: 1, sha256Hash: await hashOf(text) } };
  try {
    return await read(await get(JSON.stringify(variables), JSON.stringify(extensions), options));
  } catch (error) {
    if (!(error instanceof Refused && error.code === UNKNOWN_HASH)) throw error;
    return read(await post(JSON.stringify({ query: text, variables, extensions }), options));
  }
}

function get(variables: string, extensions: string, options: Options): Promise<Response> {
  const url = new URL(options.url);
  url.search = new URLSearchParams({ variables, extensions }).toString();
  return fetch(url, { headers: headers(options) });
}

function post(body: string, options: Options): Promise<Response> {
  return fetch(options.url, { method: "POST", body, headers: { ...headers(options), "content-type": "application/json" } });
}

function headers({ locale, token }: Options): Record<string, string> {
  return {
    accept: "application/graphql-response+json",
    ...(locale && { "accept-language": locale }),
    ...(token && { authorization: `Bearer ${token}` }),
  };
}

async function read<Data>(response: Response): Promise<Answer<Data>> {
  const body = (await response.json()) as Body<Data>;
  if (body.data) return { data: body.data, problems: body.errors ?? [] };
  const first = body.errors?.[0];
  const { code = "INTERNAL", retryAfter } = first?.extensions ?? {};
  throw new Refused(code, response.status, first?.message ?? response.statusText, retryAfter);
}

async function hashOf(text: string): Promise<string> {
  const known = hashes.get(text);
  if (known) return known;
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  const hash = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  hashes.set(text, hash);
  return hash;
}
