"""Entries as other programs read them."""
