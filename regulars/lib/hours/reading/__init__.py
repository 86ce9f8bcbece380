"""Hours as people and programs write them, in many shapes."""
