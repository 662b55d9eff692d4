"""What would have left the building: messages (and, later, webhooks)."""
