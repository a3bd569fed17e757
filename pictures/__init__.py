"""PICTURES FOR THE DOCS, taken from the running product: nobody draws them, so they can't lie.

`make pictures` takes them while `make demo` runs (on other ports: `make pictures UI_PORT=9002 PORT=9000`). What is
taken is a list in `__main__.py`. It needs a Chromium and a font with Chinese; both are said when missing.
Not shipped, imported by nobody. Tests: tests/repository (each picture a page shows is taken here).
"""
