"""Documents as MongoDB keeps, finds, changes and summarises them."""
