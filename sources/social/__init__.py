"""Posts of Instagram and Facebook: the social source of the gateway."""
