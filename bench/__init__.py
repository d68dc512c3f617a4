"""The benchmark set: what the pages cost. `make bench`."""
