"""`make test-compiled` tries the law as machine code, and not the sources that lie beside it."""

import os
import pkgutil
from importlib import import_module

import pytest

import levy.law

COMPILED = bool(os.environ.get("TEST_COMPILED"))
MODULES = [module.name for module in pkgutil.walk_packages(levy.law.__path__, "levy.law.")]


@pytest.mark.skipif(not COMPILED, reason="make test-compiled")
def test_every_module_of_the_law_is_machine_code():
    interpreted = [name for name in MODULES if str(import_module(name).__file__).endswith(".py")]
    assert interpreted == []
