// What this client asks. The types of variables and answers are made of these texts and the schema.
import { graphql } from "./generated/index.js";

/** Offers that can be reached from a commune by train and on foot, page by page. */
export const AroundMe = graphql(`
  query AroundMe($insee: String!, $after: String) {
    offers(
      first: 3
      after: $after
      filter: { near: { from: { insee: $insee }, minutes: 60, mode: TRAIN_WALK } }
    ) {
      totalCount
      edges {
        distance { meters minutes }
        node {
          slug
          name { value }
          place { commune { name } }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

/** One offer, with what scouts and the region's accounts say about it. */
export const OneOffer = graphql(`
  query OneOffer($slug: String!) {
    offer(slug: $slug) {
      name { value locale }
      summary { value }
      scoutContents(first: 2) { edges { node { title { value } author { publicName } } } }
      socialPosts(first: 2) { edges { node { network permalink } } }
    }
  }
`);

/** What became public, changed or disappeared; keep the cursor and come back with it. */
export const WhatChanged = graphql(`
  query WhatChanged($since: String) {
    changes(since: $since, first: 5) {
      edges { node { kind at node { name { value } } } }
      pageInfo { endCursor }
    }
  }
`);
