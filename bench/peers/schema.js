// The schema that all Node peers serve: the part of the gateway's that the benchmark asks.

export const typeDefs = /* GraphQL */ `
  scalar URL
  scalar GeoJSON
  scalar Locale

  enum Kind { EVENT ACTIVITY VISIT OTHER }
  enum Media { IMAGE VIDEO CAROUSEL_ALBUM }

  interface Node { id: ID! }

  type Query {
    offers(first: Int! = 50, start: Int! = 0): OfferPage
    offer(key: String!): Offer
    facets: [Facet!]
  }

  type Facet { key: String! buckets: [Bucket!]! }
  type Bucket { value: String! count: Int! }
  type OfferPage { totalCount: Int! items: [Offer!]! }

  type Offer implements Node {
    id: ID!
    apidaeId: Int!
    kind: Kind!
    name(locale: Locale): LocalizedText!
    summary(locale: Locale): LocalizedText
    phone: String
    email: String
    website: String
    place: Place!
    updatedAt: String
    pictures(first: Int! = 3): [Picture!]!
    posts(first: Int! = 2): [Post!]
  }

  type LocalizedText { value: String! locale: Locale! isFallback: Boolean! }
  type Place { postcode: String point: GeoJSON commune: Commune }
  type Commune { insee: String! name: String! department: String! }
  type Picture { url(width: Int): URL! credit: String! alt: String! }

  type Post implements Node {
    id: ID!
    media: Media!
    text: String!
    permalink: URL!
    publishedAt: String!
    likes: Int!
    account: Account
  }

  type Account implements Node { id: ID! handle: String! name: String! followers: Int! }
`
