"""Exercises of lesson 02c: what a quorum survives, who is promoted, a rescue."""
