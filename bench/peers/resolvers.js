// Resolvers of the fields that are more than a property.

import { facetsOf, pageOf } from './upstream.js'

const DEFAULT_LOCALE = 'fr'

export function localized(texts, locale) {
  const wanted = locale?.toLowerCase().split('-')[0]
  if (wanted && texts[wanted] !== undefined) return { value: texts[wanted], locale: wanted, isFallback: false }
  const last = texts[DEFAULT_LOCALE] === undefined ? Object.keys(texts).sort()[0] : DEFAULT_LOCALE
  return last === undefined ? null : { value: texts[last], locale: last, isFallback: Boolean(wanted) }
}

export const plainResolvers = {
  Query: {
    offers: (_, { first, start }) => pageOf(start, first),
    facets: () => facetsOf(),
  },
  Offer: {
    name: (offer, { locale }) => localized(offer.names, locale),
    summary: (offer, { locale }) => localized(offer.summaries, locale),
    pictures: (offer, { first }) => offer.allPictures.slice(0, first),
  },
  Picture: {
    url: ({ renditions }, { width }) => {
      const wanted = width || 900
      return (renditions.find(([size]) => size >= wanted) ?? renditions.at(-1))[1]
    },
  },
}
