"""How findings are written: for people, for programs, for GitHub, and as SARIF."""
