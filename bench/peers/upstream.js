// The upstream seen from Node: keep-alive connections and, in the mode `entities`, objects kept in memory.

import { Pool } from 'undici'
import { accountOf, offerOf, postOf } from './mapping.js'

const offersPool = new Pool(process.env.OFFERS_BASE_URL, { connections: 100 })
const postsPool = new Pool(process.env.POSTS_BASE_URL, { connections: 100 })
const KEEP_MS = process.env.BENCH_MODE === 'entities' ? 3_600_000 : 0

async function get(pool, path) {
  const { body } = await pool.request({ method: 'GET', path })
  return body.json()
}

async function post(pool, path, payload) {
  const { body } = await pool.request({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payload),
  })
  return body.json()
}

class Kept {
  #entries = new Map()

  get(key) {
    const entry = this.#entries.get(key)
    return entry !== undefined && entry.until > Date.now() ? entry.value : undefined
  }

  put(key, value) {
    if (KEEP_MS) this.#entries.set(key, { value, until: Date.now() + KEEP_MS })
  }
}

const pages = new Kept()
const offers = new Kept()
const posts = new Kept()
const accounts = new Kept()

// Values for keys: kept ones, and one call for the others. Answers are aligned with the keys.
async function through(kept, keys, read) {
  if (!KEEP_MS) return align(keys, await read(keys))
  const missing = keys.filter((key) => kept.get(key) === undefined)
  if (missing.length) for (const [key, value] of await read(missing)) kept.put(key, value)
  return keys.map((key) => kept.get(key))
}

const align = (keys, found) => keys.map((key) => found.get(key))

export async function pageOf(start, first) {
  const place = `${start}:${first}`
  const known = pages.get(place)
  if (known) return known
  const body = await get(offersPool, `/offers?start=${start}&count=${first}`)
  const page = { totalCount: body.numFound, items: body.objetsTouristiques.map(offerOf) }
  for (const offer of page.items) offers.put(offer.key, offer)
  pages.put(place, page)
  return page
}

export const offersByKey = (keys) =>
  through(offers, keys, async (ids) => {
    const body = await post(offersPool, '/objects', { ids })
    return new Map(body.objetsTouristiques.map((raw) => [String(raw.id), offerOf(raw)]))
  })

export const postsOfOffers = (keys) =>
  through(posts, keys, async (ids) => {
    const body = await post(postsPool, '/posts', { offers: ids })
    return new Map(ids.map((id) => [id, (body.posts[id] ?? []).map(postOf)]))
  })

export const accountsByKey = (keys) =>
  through(accounts, keys, async (ids) => {
    const body = await post(postsPool, '/accounts', { ids })
    return new Map(body.accounts.map((raw) => [raw.id, accountOf(raw)]))
  })

export async function facetsOf() {
  const { facets } = await get(offersPool, '/facets')
  return facets.map(({ facet, values }) => ({
    key: facet,
    buckets: values.map(({ value, nb }) => ({ value, count: nb })),
  }))
}
