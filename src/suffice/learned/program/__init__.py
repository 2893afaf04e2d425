"""A small typed language for text transforms: its nodes, their meaning, and how a program is written and read.

Programs are data. Evaluating one takes time linear in the text, ends for any text, and gives None where it does not
apply. No expression of the language is ever handed to Python or to a regular expression engine.
"""
