"""What scouts, managers and the Region do: each service checks rights and rules, then writes."""
