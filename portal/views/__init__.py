"""The roof: pages that look over the whole house, and the door."""
