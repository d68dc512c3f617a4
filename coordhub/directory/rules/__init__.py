"""Decisions of the directory: age, reach, seasons, sight, figures. Pure functions."""
