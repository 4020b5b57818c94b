"""What is drafted: typed models, identities, references, provenance, changes, JSON Schema, migrations."""
