"""Who wrote a letter, a person or which sort of machine, and what a machine has to tell."""
