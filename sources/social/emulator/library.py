"""Finds posts, albums' children and files of the world by id, and changes or deletes posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sources.social.emulator.models import InstagramPost, PagePost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sources.social.emulator.models import Account, Child, Picture, World

Post = InstagramPost | PagePost


class Library:
    """A world with its indexes, kept in step when posts come and go."""

    def __init__(self, world: World) -> None:
        """Index all posts, children and files."""
        self.world = world
        self.added = 0
        self.posts: dict[str, Post] = {}
        self.children: dict[str, tuple[InstagramPost, Child]] = {}
        self.files: dict[str, Picture] = {world.page_picture.key: world.page_picture}
        for account in world.accounts():
            self.files[account.picture.key] = account.picture
            for media in (*account.posts, *account.stories):
                self._index(media)
        for post in world.wall():
            self._index(post)

    def add(self, post: Post) -> None:
        """Put a new post at the head of its account or of the Page."""
        if isinstance(post, InstagramPost):
            post.account.posts.insert(0, post)
        else:
            self.world.page_posts.insert(0, post)
        self.added += 1
        self._index(post)

    def delete(self, identifier: str) -> Post | None:
        """Remove a post and its files; gives None when there is no such post."""
        post = self.posts.pop(identifier, None)
        if post is None:
            return None
        for picture in _files_of(post):
            self.files.pop(picture.key, None)
        if isinstance(post, InstagramPost):
            for child in post.children:
                self.children.pop(child.id, None)
        self._take_out(post)
        return post

    def own_media(self, identifier: str) -> InstagramPost | None:
        """Give a post of our own account, stories included."""
        post = self.posts.get(identifier)
        return post if isinstance(post, InstagramPost) and post.account is self.world.instagram else None

    def own_child(self, identifier: str) -> tuple[InstagramPost, Child] | None:
        """Give a child of one of our own albums, with the album."""
        found = self.children.get(identifier)
        return found if found and found[0].account is self.world.instagram else None

    def page_post(self, identifier: str) -> PagePost | None:
        """Give a post of the Page's wall."""
        post = self.posts.get(identifier)
        return post if isinstance(post, PagePost) else None

    def by_shortcode(self, shortcode: str) -> InstagramPost | None:
        """Give the post behind a permalink."""
        return next((post for post in self.world.media() if post.shortcode == shortcode), None)

    def account(self, username: str) -> Account | None:
        """Give a professional account by its name, in any case."""
        wanted = username.lower()
        return next((row for row in self.world.accounts() if row.username == wanted), None)

    def _index(self, post: Post) -> None:
        self.posts[post.id] = post
        self.files.update((picture.key, picture) for picture in _files_of(post))
        if isinstance(post, InstagramPost):
            self.children.update((child.id, (post, child)) for child in post.children)

    def _take_out(self, post: Post) -> None:
        """Take a post out of the list it stands in."""
        if isinstance(post, InstagramPost):
            for media in (post.account.posts, post.account.stories):
                media[:] = [other for other in media if other.id != post.id]
            return
        for wall in (self.world.page_posts, self.world.visitor_posts, self.world.unpublished):
            wall[:] = [other for other in wall if other.id != post.id]


def _files_of(post: Post) -> Iterator[Picture]:
    if post.video:
        yield post.video
    if isinstance(post, PagePost):
        yield from post.pictures
        return
    yield post.picture
    for child in post.children:
        yield child.picture
        if child.video:
            yield child.video
