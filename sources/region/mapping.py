"""From texts and documents to what the graph shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.graph.scalars import URL, Locale
from gateway.source import Card
from sources.region.actors import ActorKind
from sources.region.book import ContentBook, Written
from sources.region.forms import AssetForm, OrganizationForm, SiteForm
from sources.region.types import (
    Channel,
    ChannelKind,
    EditorialCollection,
    FaqEntry,
    MediaAsset,
    MediaKind,
    Organization,
    Page,
    Site,
    TextAuthor,
)

OFFICE = "office-"


def site_of(form: SiteForm) -> Site:
    """The site."""
    return Site(
        taglines=form.tagline.root,
        name=form.name,
        locales=[Locale(tag) for tag in form.locales],
        url=URL(str(form.url)) if form.url else None,
        channels=[
            Channel(
                names=one.name.root, kind=ChannelKind[one.kind], url=URL(str(one.url)) if one.url else None
            )
            for one in form.channel
        ],
        written_by=TextAuthor[form.written_by.value],
    )


def page_of_text(one: Written) -> Page:
    """A page."""
    assert one.updated is not None  # noqa: S101  # every page has its day
    return Page(
        key=one.key,
        titles=one.title,
        summaries=one.summary or one.title,
        plain=one.plain,
        html=one.html,
        audiences=[ActorKind[name] for name in one.audiences],
        updated_on=one.updated,
        written_by=TextAuthor[one.written_by.value],
        available_locales=[Locale(tag) for tag in sorted(one.plain)],
    )


def entry_of(one: Written) -> FaqEntry:
    """A question and its answer."""
    return FaqEntry(
        questions=one.title,
        plain=one.plain,
        html=one.html,
        key=one.key,
        audiences=[ActorKind[name] for name in one.audiences],
        written_by=TextAuthor[one.written_by.value],
    )


def organization_of(form: OrganizationForm) -> Organization:
    """A body that the texts name."""
    return Organization(
        key=form.key,
        office_key=None,
        kind=ActorKind[form.kind],
        name=form.name,
        departments=list(form.departments),
        url=URL(str(form.url)) if form.url else None,
    )


def office_of(card: Card) -> Organization:
    """A tourist office, of which its owner tells the name."""
    return Organization(
        key=f"{OFFICE}{card.key}",
        office_key=card.key,
        kind=ActorKind["TOURIST_OFFICE"],
        name=card.name,
        departments=[],
        url=URL(card.links[0]) if card.links else None,
    )


def asset_of(form: AssetForm, address: str) -> MediaAsset:
    """An asset of the media kit."""
    return MediaAsset(
        titles=form.title.root,
        alts={tag: text for tag, text in form.alt.root.items() if text.strip()},
        key=form.key,
        kind=MediaKind[form.kind],
        url=URL(address),
        licence=form.licence,
        credit=form.credit,
    )


def collection_of(document: Mapping[str, Any]) -> EditorialCollection:
    """An editorial collection."""
    return EditorialCollection(
        key=document["_id"],
        titles=document["titles"],
        intros=document["intros"],
        offer_keys=tuple(document["offers"]),
        slug=document["slug"],
        published_at=document["publishedAt"] if document["state"] == "PUBLISHED" else None,
        updated_at=document["updatedAt"],
        version=document["version"],
    )


def organizations_of(book: ContentBook, kinds: frozenset[str]) -> list[Organization]:
    """The bodies of the texts that are of one of these kinds."""
    return [organization_of(one) for one in book.organizations if one.kind in kinds]
