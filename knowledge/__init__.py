"""Built-in passages with citations, and search over them in three languages."""
