"""The assistant itself: the plan, the conversation, the review and the formats. No screen."""
