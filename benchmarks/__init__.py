"""How fast Antigone is, measured; run by hand, never by the tests."""
