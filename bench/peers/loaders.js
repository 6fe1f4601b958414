// Resolvers and per-request loaders of the peers that batch with DataLoader.

import DataLoader from 'dataloader'
import { plainResolvers } from './resolvers.js'
import { accountsByKey, offersByKey, postsOfOffers } from './upstream.js'

export const makeLoaders = () => ({
  offers: new DataLoader(offersByKey),
  posts: new DataLoader(postsOfOffers),
  accounts: new DataLoader(accountsByKey),
})

export const resolvers = {
  ...plainResolvers,
  Query: {
    ...plainResolvers.Query,
    offer: (_, { key }, { loaders }) => loaders.offers.load(key),
  },
  Offer: {
    ...plainResolvers.Offer,
    posts: async (offer, { first }, { loaders }) => (await loaders.posts.load(offer.key)).slice(0, first),
  },
  Post: {
    account: (post, _, { loaders }) => loaders.accounts.load(post.accountKey),
  },
}
