"""The verbs of replies: drafts, clicks that send, the program that sends and looks, and the rules of the house."""
