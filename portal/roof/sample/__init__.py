"""A believable year for the demo: invented people and texts, walked to their states by the real verbs."""
