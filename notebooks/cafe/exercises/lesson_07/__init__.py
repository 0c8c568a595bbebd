"""Exercises of lesson 07: people to know, introductions, rings, and reasons."""
