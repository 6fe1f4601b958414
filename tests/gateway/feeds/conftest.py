"""The stage with a public site, and all that it shows."""

import pytest
from feeds_world import Feeds, every

OFFERS = "https://www.example.org/{lang}/offres/{slug}"
STORIES = "https://www.example.org/recits/{id}"


@pytest.fixture(scope="session")
def feeds(stage):
    from gateway.testing.stage import Stage  # earlier than here pytest could not rewrite its asserts

    patterns = {"GATEWAY_SITE_OFFER_URL": OFFERS, "GATEWAY_SITE_STORY_URL": STORIES}
    made = Stage({**stage.environ, **patterns}, emulators=stage.emulators)
    made.serve()
    asking = Feeds(made)
    yield asking
    asking.client.close()
    made.stop()


@pytest.fixture(scope="session")
def offers(feeds):
    """All public offers."""
    fields = "id slug apidaeId type status availableLocales name { value } place { point commune { insee department { code } } }"
    return every(feeds.stage, "offers", fields)


@pytest.fixture(scope="session")
def contents(feeds):
    """All public contents of scouts."""
    return every(
        feeds.stage,
        "scoutContents",
        "id licence commercialDisclosure title { value } author { publicName }",
    )
