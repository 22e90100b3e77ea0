"""A room: people who answer one quiz on their phones, or on one laptop that is passed around.

store.py      the people of a room: FILE.jsonl and the journal beside it
journal.py    every entry on the disk before anybody is told that it is kept
respondent.py what is known of one person, and their codes
carried.py    what FILE.jsonl holds from elsewhere
releases.py   the reports that were shown, and what the next one has to wait for
pile.py       sheets of paper that are typed in, added to FILE.jsonl one by one
web.py        plain HTTP, hardened
phones.py     what phones may ask: the page (room.js), to join, to keep answers
wall.py       the projector's page (wall.html, .css and .js), on this computer alone
addresses.py  where phones can reach this computer; qr.py, the square that they scan
coach.py      the coach's terminal
kiosk.py      the people who come to one laptop, one after the other
words.py      what the coach's terminal and a kiosk say
"""
