"""What scouts see of their own and managers of their communities: reached from `viewer` and from payloads."""
