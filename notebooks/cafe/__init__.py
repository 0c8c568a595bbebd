"""The coffee shop of the course: its data, its small AWS and its self-check."""
