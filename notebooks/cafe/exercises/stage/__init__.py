"""What Python answers are tried on: tables, an instance, caches, graphs."""
