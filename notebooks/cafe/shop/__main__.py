"""`python -m cafe.shop` writes the shop's files again."""

from .generate import write

write()
