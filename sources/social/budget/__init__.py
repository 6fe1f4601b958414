"""What Meta lets us call: how much of it is used, and when nobody may call."""
