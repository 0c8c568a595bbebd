"""Exercises of lesson 00: a first one, to see how exercises work."""
