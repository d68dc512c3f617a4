"""The benchmark set: what pages and look-ups cost, and how good they are. `make bench`, `make bench ARGS=places`."""
