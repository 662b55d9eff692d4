"""The screen Phones: what each recipient sees, hears and approves."""
