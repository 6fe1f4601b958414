"""What asks the addresses of feeds, and the graph for all that there is."""

import httpx


class Feeds:
    """Asks the addresses of feeds."""

    def __init__(self, stage):
        self.stage = stage
        self.client = httpx.Client(base_url=stage.url, timeout=20, trust_env=False)

    def get(self, path, status=200, headers=None, method="GET", **parameters):
        answer = self.client.request(method, path, params=parameters or None, headers=headers)
        assert answer.status_code == status, answer.text[:500]
        return answer


def every(stage, root, fields, arguments=""):
    """All nodes of a list of the graph."""
    found, after = [], "null"
    while True:
        query = f"{{ {root}({arguments} first: 100, after: {after}) {{ pageInfo {{ hasNextPage endCursor }} edges {{ node {{ {fields} }} }} }} }}"
        page = stage.data(query)[root]
        found += [edge["node"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = f'"{page["pageInfo"]["endCursor"]}"'
