"""Exercises of lesson 02b: a door, a database that survives, a program that retries."""
