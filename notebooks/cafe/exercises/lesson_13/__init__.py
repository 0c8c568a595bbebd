"""Exercises of lesson 13: a bill foretold, an unused line, a day, half the money."""
