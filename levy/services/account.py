"""Who does it: the account of this machine, until the pages have a sign-in."""

import getpass


def this_account() -> str:
    """Return the name of the account that runs the program."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return "unknown account"
