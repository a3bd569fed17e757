"""The workbench: pages on which people carry cases, server-rendered and complete without JavaScript.

Belongs here: pages, forms made from the API's bodies, words on buttons, the style sheet, a little script. Doesn't belong
here: rules, queries, authority: a page asks the API in process (`console.door`) and shows what it answers.
May import all rooms below it. Tests: tests/console.
"""
