"""Exercises of lesson 08: a rule, a comparison, an incident, a chain: forge, find."""
