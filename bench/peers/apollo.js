// Apollo Server 5 with DataLoader; in the mode `responses` with its response cache.

import { ApolloServer } from '@apollo/server'
import { ApolloServerPluginCacheControl } from '@apollo/server/plugin/cacheControl'
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled'
import { startStandaloneServer } from '@apollo/server/standalone'
import { createRequire } from 'node:module'
import { makeLoaders, resolvers } from './loaders.js'
import { typeDefs } from './schema.js'

const responseCache = createRequire(import.meta.url)('@apollo/server-plugin-response-cache').default
const caches = process.env.BENCH_MODE === 'responses'

const server = new ApolloServer({
  typeDefs,
  resolvers,
  introspection: false,
  plugins: [
    ApolloServerPluginLandingPageDisabled(),
    ...(caches ? [ApolloServerPluginCacheControl({ defaultMaxAge: 3600 }), responseCache()] : []),
  ],
})

await startStandaloneServer(server, {
  context: async () => ({ loaders: makeLoaders() }),
  listen: { host: '127.0.0.1', port: Number(process.env.PORT) },
})
