"""What one lesson alone imports."""
