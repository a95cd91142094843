"""What may happen on the way of a signed report, to issues, directives, assignments: one verb per step."""
