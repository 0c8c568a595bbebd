"""Exercises of lesson 06: find, change a part, an index, a pipeline, embed or refer."""
