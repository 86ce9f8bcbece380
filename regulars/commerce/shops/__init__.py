"""The shops that call us: how each proves to be itself, and what its calls mean. Adding one is adding a file and a row."""
