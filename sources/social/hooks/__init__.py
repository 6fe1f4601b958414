"""What Meta tells us by itself: changed posts, people who leave, people who want their data deleted."""
