"""Exercises of lesson 01: a sum, typos, and orders lost since the backup."""
