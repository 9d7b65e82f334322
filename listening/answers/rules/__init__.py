"""The rules by which replies and questions are read. Each table is data: a meaning, a name, and phrases.

Phrases are written in the language of ``listening.scoring.patterns``; matching takes time linear in the text.
"""
