from importlib import import_module

from levy.law import JURISDICTIONS


def test_each_state_has_a_package_with_a_season_to_calculate():
    assert set(JURISDICTIONS) == {"WA"}
    for package in JURISDICTIONS.values():
        assert callable(import_module(f"levy.law.{package}.season").calculate)
