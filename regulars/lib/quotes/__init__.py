"""What a person wrote, apart from what they quote and how they sign."""
