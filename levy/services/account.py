"""Who is at work: this machine's account, until the pages have a sign-in."""

import getpass


def this_account() -> str:
    """Return the name of the account that runs the program."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # the account has no name, as in some containers
        return "unknown account"
