"""ASSISTANTS: what an agent's assistant may use, over the Model Context Protocol. `followthrough mcp` serves it.

    server       the protocol: which tools there are, in the language of whoever's key it is
    tools        the tools, as a table, and what each asks of the API
    arguments    what a tool takes: the bodies and filters of the API's own routes
    confirming   what the customer will notice waits for a yes; a repeated call is one command
    door         the API over HTTP, with that person's key
    telling      a day, a list, a case and a receipt in words
    fence        where the words of customers begin and end
    words        sentences of this room, in both languages

An assistant goes through the same door as every client and can do no more than whoever's key it has. Belongs here: how
requests and answers of the API become tools and words. Doesn't belong here: the database, Temporal, and anything the API
should know as well. May import: console's speech and forms, the API's models, messages, domain.
Tests: tests/assistants. Described in docs/assistants.md.
"""
