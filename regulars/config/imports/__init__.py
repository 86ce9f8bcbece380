"""What `bin/regulars import` brings in: a file for each."""
