"""A room: people who answer one quiz on their phones, or on one laptop that is passed around.

journal.py    every entry on the disk before anybody is told that it is kept
respondent.py      what is known of one person, and their codes
carried.py    what FILE.jsonl holds from elsewhere
releases.py   the reports that were shown, and what the next one has to wait for
store.py      the people of a room: FILE.jsonl and the journal beside it
pile.py       sheets of paper that are typed in, added to FILE.jsonl one by one
web.py        plain HTTP, hardened; tries.py, how often an address may guess wrong
phones.py     what phones may ask: the page (page.py, room.js), to join, to keep answers
wall.py       the projector's page, on this computer alone
addresses.py  where phones can reach this computer; qr.py, the square that they scan
coach.py      the coach's terminal; coach_words.py, what it says
"""
