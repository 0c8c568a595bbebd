"""Bytes and their copies: database.py, a disk and what follows it; volume.py, six."""
