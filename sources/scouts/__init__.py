"""Scouts (éclaireurs), their communities and what they write: the source kept in MongoDB."""
