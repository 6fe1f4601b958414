// Runs the three operations against a gateway and prints what a page would show.
import { ask, Refused, type Options, type Problem } from "./client.js";
import { AroundMe, OneOffer, WhatChanged } from "./operations.js";

const options: Options = { url: process.argv[2] ?? "http://127.0.0.1:8000/graphql", locale: "fr" };

/** Two pages of offers; gives the slug of the first. */
async function aroundMe(insee: string): Promise<string | undefined> {
  let after: string | null = null;
  let first: string | undefined;
  for (let page = 1; page <= 2; page++) {
    const { data, problems }: Awaited<ReturnType<typeof pageOf>> = await pageOf(insee, after);
    tell(problems);
    console.log(`page ${page} of ${data.offers?.totalCount} offers`);
    for (const { node, distance } of data.offers?.edges ?? []) {
      first ??= node.slug;
      console.log(`- ${node.name?.value}, ${node.place?.commune?.name}: ${distance?.minutes} min`);
    }
    if (!data.offers?.pageInfo.hasNextPage) break;
    after = data.offers.pageInfo.endCursor;
  }
  return first;
}

function pageOf(insee: string, after: string | null) {
  return ask(AroundMe, { insee, after }, options);
}

async function oneOffer(slug: string): Promise<void> {
  const { data, problems } = await ask(OneOffer, { slug }, options);
  tell(problems);
  console.log(`offer ${data.offer?.name?.value} (${data.offer?.name?.locale})`);
  for (const { node } of data.offer?.scoutContents?.edges ?? []) console.log(`- story: ${node.title?.value}`);
  for (const { node } of data.offer?.socialPosts?.edges ?? []) console.log(`- ${node.network}: ${node.permalink}`);
}

/** Follows changes from a mark; one that is too old or not ours means: begin anew. */
async function whatChanged(since: string | null): Promise<void> {
  const { data, problems } = await ask(WhatChanged, { since }, options);
  if (problems.some(({ extensions }) => extensions.code === "INVALID_CURSOR")) {
    console.log("the mark is not valid any more: beginning anew");
    return whatChanged(null);
  }
  tell(problems);
  for (const { node } of data.changes?.edges ?? []) console.log(`- ${node.kind} ${node.at}: ${node.node?.name?.value}`);
  console.log(`next time: since ${data.changes?.pageInfo.endCursor}`);
}

function tell(problems: readonly Problem[]): void {
  for (const { path, extensions } of problems) console.error(`${path?.join(".")}: ${extensions.code}`);
}

try {
  const slug = await aroundMe("38185");
  if (slug) await oneOffer(slug);
  await whatChanged("a mark of another time");
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(`${error.code} (${error.status}): ${error.message}`);
  process.exitCode = 1;
}
