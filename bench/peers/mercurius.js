// Mercurius with JIT and its own loaders; in the mode `responses` with mercurius-cache.

import Fastify from 'fastify'
import mercurius from 'mercurius'
import cache from 'mercurius-cache'
import { plainResolvers } from './resolvers.js'
import { typeDefs } from './schema.js'
import { accountsByKey, offersByKey, postsOfOffers } from './upstream.js'

const app = Fastify()

app.register(mercurius, {
  schema: typeDefs,
  resolvers: {
    ...plainResolvers,
    Query: {
      ...plainResolvers.Query,
      offer: async (_, { key }) => (await offersByKey([key]))[0],
    },
  },
  // the loaders' own cache would turn every object into text to make a key of it
  loaders: {
    Offer: {
      posts: {
        loader: async (queries) => {
          const found = await postsOfOffers(queries.map(({ obj }) => obj.key))
          return found.map((posts, index) => posts.slice(0, queries[index].params.first))
        },
        opts: { cache: false },
      },
    },
    Post: {
      account: {
        loader: async (queries) => {
          const keys = [...new Set(queries.map(({ obj }) => obj.accountKey))]
          const accounts = await accountsByKey(keys)
          const known = new Map(keys.map((key, index) => [key, accounts[index]]))
          return queries.map(({ obj }) => known.get(obj.accountKey))
        },
        opts: { cache: false },
      },
    },
  },
  jit: 1,
})

if (process.env.BENCH_MODE === 'responses') app.register(cache, { ttl: 3600, all: true })

await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
