"""Bytes and their copies: a disk and what follows it, and a volume of six copies."""
