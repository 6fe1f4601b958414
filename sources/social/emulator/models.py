"""The emulated content: cards to mention, accounts, posts, pictures, and the world that holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

MentionKind = Literal["url", "handle", "hashtag", "general"]
MediaKind = Literal["IMAGE", "VIDEO", "CAROUSEL_ALBUM"]
WallKind = Literal["photo", "album", "link", "video", "status"]


@dataclass(frozen=True, slots=True)
class Card:
    """An offer that posts may mention: its key, name, urls, handles, hashtags and commune."""

    key: str
    name: str
    urls: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    commune: str = ""
    insee: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Which card a post mentions, how, and the exact url, handle or hashtag used."""

    card: Card
    kind: MentionKind
    value: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A file of the CDN: its key, size in pixels, and whether it is a video or has a ``.heic`` path."""

    key: str
    width: int
    height: int
    video: bool = False
    heic: bool = False


@dataclass(frozen=True, slots=True)
class Child:
    """One picture or video of an album; a video has a picture as thumbnail."""

    id: str
    picture: Picture
    video: Picture | None = None
    alt_text: str | None = None


@dataclass(slots=True)
class Account:
    """A professional Instagram account with its posts, newest first."""

    id: str
    username: str
    name: str
    biography: str
    website: str
    followers: int
    follows: int
    picture: Picture
    posts: list[InstagramPost] = field(default_factory=list)
    stories: list[InstagramPost] = field(default_factory=list)


@dataclass(slots=True)
class InstagramPost:
    """A post of an Instagram account; ``caption`` is None when there is none."""

    id: str
    account: Account
    shortcode: str
    kind: MediaKind
    product: Literal["FEED", "REELS", "STORY"]
    caption: str | None
    created: datetime
    picture: Picture
    video: Picture | None
    children: tuple[Child, ...]
    alt_text: str | None
    likes: int
    comments: int
    views: int
    hide_likes: bool
    drop_media_url: bool
    licensed_audio: bool
    tags_us: bool
    mention: Mention | None

    @property
    def permalink(self) -> str:
        """Give the public address of the post."""
        place = "reel" if self.product == "REELS" else "p"
        return f"https://www.instagram.com/{place}/{self.shortcode}/"


@dataclass(frozen=True, slots=True)
class Link:
    """A link attached to a post of the Page, with the title and text of its preview."""

    url: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A Page named in a message: offset and length count characters."""

    id: str
    name: str
    offset: int


@dataclass(slots=True)
class PagePost:
    """A post on the Page's wall, by the Page or by a visitor."""

    id: str
    kind: WallKind
    message: str | None
    created: datetime
    updated: datetime
    author_id: str
    author_name: str
    pictures: tuple[Picture, ...]
    video: Picture | None
    link: Link | None
    tags: tuple[Tag, ...]
    reactions: dict[str, int]
    comments: int
    shares: int
    published: bool
    mention: Mention | None

    @property
    def short_id(self) -> str:
        """Give the part of the id behind the Page's id."""
        return self.id.partition("_")[2]

    @property
    def permalink(self) -> str:
        """Give the public address of the post."""
        return f"https://www.facebook.com/{self.id.partition('_')[0]}/posts/{self.short_id}/"


@dataclass(slots=True)
class World:
    """Everything that can be read: the Page's posts, our Instagram account and the scouts' accounts."""

    page_id: str
    page_picture: Picture
    fans: int
    page_posts: list[PagePost]
    visitor_posts: list[PagePost]
    unpublished: list[PagePost]
    instagram: Account
    scouts: dict[str, Account]

    def wall(self) -> Iterator[PagePost]:
        """Walk over all posts of the Page's wall, whoever wrote them."""
        yield from self.page_posts
        yield from self.visitor_posts
        yield from self.unpublished

    def accounts(self) -> Iterator[Account]:
        """Walk over our account, then the scouts'."""
        yield self.instagram
        yield from self.scouts.values()

    def media(self) -> Iterator[InstagramPost]:
        """Walk over all Instagram posts of all accounts, stories left out."""
        for account in self.accounts():
            yield from account.posts
