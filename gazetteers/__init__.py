"""Builds the gazetteer that the package carries from its sources; not installed."""
