"""Composing: forms of every type, drafts, similar requests, batches, recipients from the directory."""
