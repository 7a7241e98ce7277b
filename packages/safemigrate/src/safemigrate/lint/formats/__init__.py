"""The output formats of findings: text, JSON, GitHub annotations and SARIF."""
