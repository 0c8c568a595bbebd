"""Exercises of lesson 08: a backup rule, a comparison, an incident, a broken chain."""
