"""Signing in and out, links that let in once, and the account of whoever is signed in (REQ J4).

The only pages that ask `db` themselves: nobody is signed in yet for whom the API could be asked. Where somebody's own
directory (OIDC) is to say who they are, it ends in `routes.let_in`, as a password and a link do.
"""
