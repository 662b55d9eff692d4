"""Twilio's side of the wire: requests in, the declared operations, answers as Twilio words them."""
