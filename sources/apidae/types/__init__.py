"""The GraphQL types of offers: one module per noun."""
