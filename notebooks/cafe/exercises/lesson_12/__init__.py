"""Exercises of lesson 12: policies, one that is too wide, a changing secret."""
