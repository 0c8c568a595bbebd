"""What pictures are drawn with, and the panel of controls beside them."""
