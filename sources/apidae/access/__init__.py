"""Getting there without a car, and how far it is: stops, levels, estimates, places to start from."""
