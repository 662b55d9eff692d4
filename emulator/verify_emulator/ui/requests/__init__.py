"""The screen Requests: what clients asked, what they were answered and why, and how to ask it again."""
