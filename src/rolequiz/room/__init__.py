"""A room: people who answer one quiz on their phones, or on one laptop that is passed around.

journal.py   every entry on the disk before anybody is told that it is kept
sheet.py     what is known of one person, and their codes
store.py     the people of a room: FILE.jsonl and the journal beside it
pile.py      sheets of paper that are typed in, added to FILE.jsonl one by one
"""
