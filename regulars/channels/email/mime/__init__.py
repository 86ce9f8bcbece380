"""How mail is written: bytes to parts, headers, addresses and text. Knows the formats, and nothing of what a letter means."""
