"""GraphQL over HTTP: requests read within limits, answers with the right status and media type."""
