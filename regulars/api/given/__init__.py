"""What programs may say. A field that is not here is refused by name."""
