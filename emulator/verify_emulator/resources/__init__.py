"""The vocabulary in which Twilio's resources are declared. Knows nothing of Verify, HTTP or any one store."""
