"""Suggestions and drafting: from the knowledge base alone, or through a chat model."""
