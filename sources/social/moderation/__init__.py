"""What people decide about posts: hidden, pinned, approved, and words that hide by themselves."""
