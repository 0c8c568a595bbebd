"""Exercises of lesson 10: an index's price, two writers, one table, a stream."""
