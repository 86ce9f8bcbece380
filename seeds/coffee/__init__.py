"""Kettle & Crumb of Lyon: two shops, a roastery and an online shop."""
