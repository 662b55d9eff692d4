"""Failures that somebody has scripted, and recipients that bring one about by themselves."""
