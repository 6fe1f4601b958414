// GraphQL Yoga with DataLoader; in the mode `responses` with its response cache.

import { createServer } from 'node:http'
import { useResponseCache } from '@graphql-yoga/plugin-response-cache'
import { createSchema, createYoga } from 'graphql-yoga'
import { makeLoaders, resolvers } from './loaders.js'
import { typeDefs } from './schema.js'

const caches = process.env.BENCH_MODE === 'responses'

const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers }),
  context: () => ({ loaders: makeLoaders() }),
  graphiql: false,
  landingPage: false,
  logging: false,
  plugins: caches ? [useResponseCache({ session: () => null, ttl: 3_600_000 })] : [],
})

createServer(yoga).listen(Number(process.env.PORT), '127.0.0.1')
