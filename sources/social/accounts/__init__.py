"""The accounts whose posts are read: who agreed, with which token, and how reading them goes."""
