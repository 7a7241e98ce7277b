"""Levy: a county assessor's levy season, exact to the cent and explained."""
