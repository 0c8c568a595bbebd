"""What one lesson alone imports; `made` has what many of them make first."""
