// Reads the upstream's objects into plain objects that default resolvers can serve.

const KINDS = {
  FETE_ET_MANIFESTATION: 'EVENT',
  ACTIVITE: 'ACTIVITY',
  PATRIMOINE_CULTUREL: 'VISIT',
  PATRIMOINE_NATUREL: 'VISIT',
  DEGUSTATION: 'VISIT',
}
const PHONE = 201
const EMAIL = 204
const WEBSITE = 205

const globalId = (type, key) => Buffer.from(`${type}:${key}`).toString('base64url')

function texts(raw) {
  const found = {}
  if (raw?.libelleFr !== undefined) found.fr = raw.libelleFr
  if (raw?.libelleEn !== undefined) found.en = raw.libelleEn
  if (raw?.libelleDe !== undefined) found.de = raw.libelleDe
  return found
}

export function offerOf(raw) {
  const means = new Map()
  for (const one of raw.informations?.moyensCommunication ?? []) {
    if (!means.has(one.type.id)) means.set(one.type.id, one.coordonnees.fr)
  }
  return {
    key: String(raw.id),
    id: globalId('Offer', raw.id),
    apidaeId: raw.id,
    kind: KINDS[raw.type] ?? 'OTHER',
    names: texts(raw.nom),
    summaries: texts(raw.presentation?.descriptifCourt),
    phone: means.get(PHONE),
    email: means.get(EMAIL),
    website: means.get(WEBSITE),
    place: placeOf(raw.localisation),
    allPictures: (raw.illustrations ?? []).map(pictureOf),
    updatedAt: `${raw.gestion.dateModification.slice(0, 19)}Z`,
  }
}

function placeOf(raw) {
  const { commune } = raw.adresse
  return {
    postcode: raw.adresse.codePostal,
    point: raw.geolocalisation?.geoJson,
    commune: commune && { insee: commune.code, name: commune.nom, department: commune.code.slice(0, 2) },
  }
}

function pictureOf(raw) {
  const file = raw.traductionFichiers[0]
  return {
    renditions: [[480, file.urlFiche], [900, file.urlDiaporama], [2560, file.urlQHD]],
    credit: raw.copyright?.libelleFr ?? '',
    alt: raw.legende?.libelleFr ?? '',
  }
}

export function postOf(raw) {
  return {
    key: raw.id,
    id: globalId('Post', raw.id),
    accountKey: raw.owner.id,
    media: raw.media_type,
    text: raw.caption,
    permalink: raw.permalink,
    publishedAt: `${raw.timestamp.slice(0, 19)}Z`,
    likes: raw.like_count,
  }
}

export function accountOf(raw) {
  return {
    key: raw.id,
    id: globalId('Account', raw.id),
    handle: raw.username,
    name: raw.name,
    followers: raw.followers_count,
  }
}
