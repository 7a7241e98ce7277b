"""The drill begins with the doctor's healthy project."""

from tests.doctor.conftest import both

__all__ = ["both"]
