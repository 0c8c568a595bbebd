"""Exercises of lesson 03: a guarded write, keys for questions, a query, capacity."""
