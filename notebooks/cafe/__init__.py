"""The coffee shop of the course: its data, its small AWS and its self-check."""

from .markup import show_frames_verbatim

show_frames_verbatim()
