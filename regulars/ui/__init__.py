"""The design system: layout, parts, tokens, elements. Knows no customer and no conversation."""
