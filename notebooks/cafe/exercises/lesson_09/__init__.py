"""Exercises of lesson 09: a rule that chooses, a selection, a lost zone, a move."""
