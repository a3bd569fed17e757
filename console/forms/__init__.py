"""Forms made from the bodies that the API takes, and what people typed into them made into such bodies.

`fields` reads a body's schema, `table` finds the commands, `shown` says which fields a page shows and how, `defaults` what
stands in them, `making` puts a form together, `offered` says which of them a page has, `reading` takes what a browser sends,
`filled` is a form on a page with what was typed and what is wrong with it, `meaning` what it depends on that may change.
"""
