"""Mailboxes that are entered by OAuth2: who the providers are, what is said to them, and what to the mail servers."""
