"""The conversation: a pure, total function from state and event to state and replies."""
