"""Rows of the route tables (tests/test_routes.py) for the audit."""

PAGES = [("audit", "", "audit security", 403), ("audit_rights", "", "audit", 403)]
