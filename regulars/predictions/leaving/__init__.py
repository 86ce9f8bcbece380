"""Who is about to leave, and why we think so: chances that are right on average, and the facts that make them."""
