"""Exercises of lesson 04: one note in both services, one order, fit for use."""
