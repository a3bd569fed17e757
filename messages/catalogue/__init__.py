"""The words themselves: flat dicts by language and topic, joined in each language's `TEXTS`.

A new text goes into both languages, under the same key and with the same placeholders.
"""
