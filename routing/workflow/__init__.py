"""What may happen on the way of a signed report: issues, directives, assignments, each with its tables."""
