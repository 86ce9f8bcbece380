"""How often customers buy until they stop: models of the field, each exactly as it was published. NumPy and SciPy, loaded when first used.

Times are in any one unit, weeks by custom. `x` is how often somebody bought again after the first time, `last` when they did so last, and
`age` how long we have watched them; both are counted from the first time.
"""
