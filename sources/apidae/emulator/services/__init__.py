"""The services of the API, each a function from a call to a reply."""
