"""Vectors in Chroma: collections that are written once and never change. Importing this loads nothing heavy."""
