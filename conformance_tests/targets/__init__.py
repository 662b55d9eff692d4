"""What the suite can be pointed at: a server it starts, one that is already running, or live Twilio."""
