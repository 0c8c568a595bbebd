"""What a program connects with, each named like the package one would install."""
